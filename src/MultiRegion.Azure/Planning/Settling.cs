using System.Collections.Immutable;
using MultiRegion.Azure.Documents;

namespace MultiRegion.Azure.Planning;

/// <summary>Keeps the priorities that endpoints have, so that what is put between them changes no other. Pure.</summary>
internal static class Settling
{
    private const int Step = 5;
    private const int Most = 1000;

    /// <summary>The desired profile with as many live priorities as its order allows; as it is when there is no room.</summary>
    public static Profile Keep(Profile desired, Profile? live)
    {
        if (live?.Properties?.TrafficRoutingMethod != RoutingMethods.Priority || desired.Properties?.TrafficRoutingMethod != RoutingMethods.Priority)
        {
            return desired;
        }

        var known = Twin.Nest.EndpointsOf(live).DistinctBy(static endpoint => endpoint.Name, StringComparer.OrdinalIgnoreCase).ToDictionary(static endpoint => endpoint.Name ?? "", static endpoint => endpoint.Properties?.Priority, StringComparer.OrdinalIgnoreCase);
        var endpoints = desired.Properties.Endpoints ?? [];
        return Fill(Rising([.. endpoints.Select(endpoint => known.GetValueOrDefault(endpoint.Name ?? ""))])) is not { } priorities ? desired : desired with
        {
            Properties = desired.Properties with { Endpoints = [.. endpoints.Zip(priorities, static (endpoint, priority) => endpoint with { Properties = endpoint.Properties! with { Priority = priority } })] },
        };
    }

    /// <summary>As many of the numbers as rise, the others null.</summary>
    internal static long?[] Rising(long?[] numbers)
    {
        var (length, before) = (new int[numbers.Length], new int[numbers.Length]);
        for (var i = 0; i < numbers.Length; i++)
        {
            (length[i], before[i]) = (numbers[i] is null ? 0 : 1, -1);
            for (var j = 0; j < i; j++)
            {
                if (numbers[j] < numbers[i] && length[j] + 1 > length[i])
                {
                    (length[i], before[i]) = (length[j] + 1, j);
                }
            }
        }

        var kept = new long?[numbers.Length];
        for (var at = numbers.Length == 0 ? -1 : Array.IndexOf(length, length.Max()); at >= 0 && numbers[at] is not null; at = before[at])
        {
            kept[at] = numbers[at];
        }

        return kept;
    }

    /// <summary>Puts numbers where there are none; null when there is no room.</summary>
    internal static long[]? Fill(long?[] numbers)
    {
        var filled = new long[numbers.Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            var below = i == 0 ? 0 : filled[i - 1];
            var next = Array.FindIndex(numbers, i, static number => number is not null);
            filled[i] = numbers[i] ?? (next < 0 ? below + (i == 0 ? 1 : Step) : below + ((numbers[next]!.Value - below) / (next - i + 1)));
            if (filled[i] <= below || filled[i] > Most)
            {
                return null;
            }
        }

        return filled;
    }
}
