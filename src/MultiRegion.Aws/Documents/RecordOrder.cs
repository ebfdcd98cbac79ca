namespace MultiRegion.Aws.Documents;

/// <summary>The order of record sets within a document: by name, type and set identifier.</summary>
internal static class RecordOrder
{
    public static int Compare(ResourceRecordSet left, ResourceRecordSet right) => Compare(left.Key, right.Key);

    public static int Compare(RecordKey left, RecordKey right) =>
        string.CompareOrdinal(left.Name, right.Name) is not 0 and var byName ? byName
        : string.CompareOrdinal(left.Type, right.Type) is not 0 and var byType ? byType
        : string.CompareOrdinal(left.SetIdentifier, right.SetIdentifier);
}
