using System.Reflection;

namespace MultiRegion.Tests.PublicApi;

/// <summary>Types as C# writes them.</summary>
internal static class TypeText
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(char)] = "char",
        [typeof(double)] = "double",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(uint)] = "uint",
        [typeof(ulong)] = "ulong",
    };

    public static string Of(Type type) => Of(type, static (argument, _) => Of(argument));

    public static string Of(NullabilityInfo info)
    {
        var type = info.Type.IsByRef ? info.Type.GetElementType()! : info.Type;
        var arguments = info.GenericTypeArguments;
        var text = type.IsArray && info.ElementType is { } element
            ? $"{Of(element)}[]"
            : Of(type, (argument, index) => index < arguments.Length ? Of(arguments[index]) : Of(argument));
        return !type.IsValueType && info.ReadState == NullabilityState.Nullable ? $"{text}?" : text;
    }

    /// <summary>A type's own name, within the types that it lies in.</summary>
    public static string Name(Type type)
    {
        var own = type.Name.Split('`')[0];
        var generics = type.GetGenericArguments();
        var text = generics.Length == 0 ? own : $"{own}<{string.Join(", ", generics.Select(static argument => argument.Name))}>";
        return type.DeclaringType is { } outer ? $"{Name(outer)}.{text}" : text;
    }

    public static string Constraints(Type[] arguments) => string.Concat(arguments.Select(static argument =>
    {
        var kinds = argument.GenericParameterAttributes;
        string[] all =
        [
            .. kinds.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint) ? ["struct"] : Array.Empty<string>(),
            .. kinds.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) ? ["class"] : Array.Empty<string>(),
            .. argument.GetGenericParameterConstraints().Where(static of => of != typeof(ValueType)).Select(Of).Order(StringComparer.Ordinal),
        ];
        return all.Length == 0 ? "" : $" where {argument.Name} : {string.Join(", ", all)}";
    }));

    private static string Of(Type type, Func<Type, int, string> argument)
    {
        if (Keywords.TryGetValue(type, out var keyword))
        {
            return keyword;
        }

        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return $"{Of(inner)}?";
        }

        var arguments = type.GetGenericArguments().Select(argument).ToArray();
        return type.IsGenericParameter ? type.Name
            : type.IsArray ? $"{Of(type.GetElementType()!)}[]"
            : type.IsByRef ? Of(type.GetElementType()!)
            : IsTuple(type) ? $"({string.Join(", ", arguments)})"
            : arguments.Length == 0 ? type.Name
            : $"{type.Name.Split('`')[0]}<{string.Join(", ", arguments)}>";
    }

    private static bool IsTuple(Type type) => type is { IsGenericType: true, Namespace: "System" } && type.Name.StartsWith("ValueTuple`", StringComparison.Ordinal);
}
