using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace MultiRegion.Tests.PublicApi;

/// <summary>Prints what an assembly offers, a line a member, always in the same order.</summary>
internal static class ApiPrinter
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<string, string> Operators = new()
    {
        ["op_Equality"] = "==",
        ["op_Inequality"] = "!=",
        ["op_LessThan"] = "<",
        ["op_GreaterThan"] = ">",
        ["op_LessThanOrEqual"] = "<=",
        ["op_GreaterThanOrEqual"] = ">=",
        ["op_Addition"] = "+",
        ["op_Subtraction"] = "-",
        ["op_Multiply"] = "*",
        ["op_Division"] = "/",
    };

    public static string Print(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var space in assembly.GetExportedTypes().GroupBy(static type => type.Namespace).OrderBy(static space => space.Key, StringComparer.Ordinal))
        {
            foreach (var type in space.OrderBy(static type => type.FullName, StringComparer.Ordinal))
            {
                text.Append(text.Length == 0 ? "" : "\n").Append(space.Key).Append('.').Append(Head(type)).Append('\n');
                foreach (var (_, line) in Members(type).Distinct().OrderBy(static member => member.Name, StringComparer.Ordinal).ThenBy(static member => member.Line, StringComparer.Ordinal))
                {
                    text.Append("    ").Append(line).Append('\n');
                }
            }
        }

        return text.ToString();
    }

    private static string Head(Type type)
    {
        var bases = new List<string>();
        if (type is { IsClass: true, BaseType: { } parent } && parent != typeof(object) && !IsDelegate(type))
        {
            bases.Add(TypeText.Of(parent));
        }

        bases.AddRange(type.GetInterfaces().Except(type.BaseType?.GetInterfaces() ?? []).Where(face => !IsGenerated(face, type)).Select(TypeText.Of).Order(StringComparer.Ordinal));
        var suffix = type.IsEnum || bases.Count == 0 ? "" : $" : {string.Join(", ", bases)}";
        return $"{TypeText.Name(type)}: {Kind(type)}{suffix}{TypeText.Constraints(type.GetGenericArguments())}";
    }

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        _ when IsDelegate(type) => "delegate",
        { IsValueType: true } => $"{(type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly " : "")}{(type.IsByRefLike ? "ref " : "")}{(IsRecord(type) ? "record " : "")}struct",
        { IsAbstract: true, IsSealed: true } => "static class",
        _ => $"{(type.IsSealed ? "sealed " : type.IsAbstract ? "abstract " : "")}{(IsRecord(type) ? "record" : "class")}",
    };

    private static IEnumerable<(string Name, string Line)> Members(Type type)
    {
        if (type.IsEnum)
        {
            return Enum.GetNames(type).Select(name => ($"{Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture):D12}", $"{name} = {Enum.Format(type, Enum.Parse(type, name), "d")}"));
        }

        return type.GetFields(Declared).Where(static field => IsSeen(field.Attributes)).Select(static field => (field.Name, Field(field)))
            .Concat(type.GetConstructors(Declared).Where(static made => IsSeen(made) && !made.IsStatic && !IsCopy(made)).Select(static made => ("", $"{Access(made)}new({Parameters(made)})")))
            .Concat(type.GetProperties(Declared).Where(static property => property.GetAccessors(nonPublic: true).Any(IsSeen) && property.Name != "EqualityContract").Select(static property => (property.Name, Property(property))))
            .Concat(type.GetEvents(Declared).Where(static happening => IsSeen(happening.AddMethod!)).Select(static happening => (happening.Name, $"event {TypeText.Of(happening.EventHandlerType!)} {happening.Name}")))
            .Concat(type.GetMethods(Declared).Where(method => IsSeen(method) && !IsMade(method, type)).Select(static method => (method.Name, Method(method))));
    }

    private static string Field(FieldInfo field)
    {
        var value = field.IsLiteral ? $" = {Literal(field.GetRawConstantValue())}" : "";
        return $"{(field.IsLiteral ? "const " : field.IsStatic ? "static " : "")}{TypeText.Of(new NullabilityInfoContext().Create(field))} {field.Name}{value}";
    }

    private static string Property(PropertyInfo property)
    {
        var accessors = property.GetAccessors(nonPublic: true).Where(IsSeen).ToList();
        var set = property.SetMethod is { } setter && IsSeen(setter)
            ? setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? " init;" : " set;"
            : "";
        var index = property.GetIndexParameters() is { Length: > 0 } ? $"this[{Parameters(property.GetMethod!)}]" : property.Name;
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        return $"{Access(accessors[0])}{required}{TypeText.Of(new NullabilityInfoContext().Create(property))} {index} {{{(property.GetMethod is { } getter && IsSeen(getter) ? " get;" : "")}{set} }}";
    }

    private static string Method(MethodInfo method)
    {
        var name = Operators.TryGetValue(method.Name, out var sign) ? $"operator {sign}"
            : method.Name is "op_Implicit" or "op_Explicit" ? method.Name == "op_Implicit" ? "implicit operator" : "explicit operator"
            : method.Name;
        var generics = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(static argument => argument.Name))}>" : "";
        var extension = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        return $"{Access(method)}{TypeText.Of(new NullabilityInfoContext().Create(method.ReturnParameter))} {name}{generics}({extension}{Parameters(method)}){TypeText.Constraints(method.IsGenericMethod ? method.GetGenericArguments() : [])}";
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(static parameter =>
    {
        var way = parameter.IsOut ? "out " : parameter.IsIn ? "in " : parameter.ParameterType.IsByRef ? "ref " : parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)) ? "params " : "";
        return $"{way}{TypeText.Of(new NullabilityInfoContext().Create(parameter))} {parameter.Name}{(parameter.HasDefaultValue ? $" = {Literal(parameter.DefaultValue)}" : "")}";
    }));

    private static string Literal(object? value) => value switch
    {
        null => "default",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Access(MethodBase method) =>
        $"{(method.IsFamily || method.IsFamilyOrAssembly ? "protected " : "")}{(method.IsStatic ? "static " : "")}"
        + (method.DeclaringType!.IsInterface ? "" : method.IsAbstract ? "abstract " : method is MethodInfo { IsVirtual: true, IsFinal: false } of ? of.GetBaseDefinition() == of ? "virtual " : "override " : "");

    private static bool IsSeen(MethodBase method) =>
        method.IsPublic || ((method.IsFamily || method.IsFamilyOrAssembly) && !method.DeclaringType!.IsSealed);

    private static bool IsSeen(FieldAttributes attributes) =>
        (attributes & FieldAttributes.FieldAccessMask) == FieldAttributes.Public && !attributes.HasFlag(FieldAttributes.SpecialName);

    /// <summary>What the compiler makes of every record, property and event.</summary>
    private static bool IsMade(MethodInfo method, Type type) =>
        method.IsDefined(typeof(CompilerGeneratedAttribute))
        || method.Name is "<Clone>$" or "Finalize" or "PrintMembers"
        || (method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal))
        || (method.Name is "Equals" or "GetHashCode" or "ToString" && method.GetBaseDefinition().DeclaringType != type)
        || (IsDelegate(type) && method.Name is "BeginInvoke" or "EndInvoke");

    private static bool IsGenerated(Type face, Type type) =>
        IsRecord(type) && face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IEquatable<>);

    private static bool IsCopy(ConstructorInfo made) =>
        IsRecord(made.DeclaringType!) && made.GetParameters() is [{ } one] && one.ParameterType == made.DeclaringType && !made.IsPublic;

    private static bool IsRecord(Type type) =>
        type.GetMethod("<Clone>$", Declared) is not null
        || (type.IsValueType && type.GetMethod("PrintMembers", Declared) is { } print && print.IsDefined(typeof(CompilerGeneratedAttribute)));

    private static bool IsDelegate(Type type) => type.IsSubclassOf(typeof(Delegate));
}
