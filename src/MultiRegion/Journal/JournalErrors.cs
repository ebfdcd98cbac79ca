namespace MultiRegion.Journal;

/// <summary>What is wrong with a journal, where, and the way out.</summary>
internal static class JournalErrors
{
    public static JournalException Unavailable(string path, Exception cause) => new(
        $"The journal '{path}' cannot be used: {cause.Message} Give the process a folder that it can create and write to.", cause)
    {
        Fault = JournalFault.Unavailable,
    };

    public static JournalException NotThere(string folder) => new($"There is no journal in '{folder}'. Name the folder that the engine writes to.")
    {
        Fault = JournalFault.Unavailable,
    };

    public static JournalException NoLocks(string folder) => new(
        $"The journal '{folder}' cannot be guarded against a second process: file locks have no effect there. Put it on a local disk, "
        + "and do not set DOTNET_SYSTEM_IO_DISABLEFILELOCKING.")
    {
        Fault = JournalFault.Unavailable,
    };

    public static JournalException InUse(string folder, string owner) => new(
        $"The journal '{folder}' is in use by {owner}. Stop that process first, or give this one a folder of its own.")
    {
        Fault = JournalFault.InUse,
    };

    public static JournalException Foreign(string path, string what) => new(
        $"'{path}' is not a journal of this package: {what}. Nothing in it was touched. Name an empty folder or the folder of a journal.")
    {
        Fault = JournalFault.Foreign,
    };

    public static JournalException Corrupt(string path, long offset, string what) => new(
        $"The journal '{path}' is damaged at byte {offset}: {what}. Nothing was changed. Restore the file from a backup, or move it aside: "
        + "the engine then begins with an empty journal, sees the markers on the planes and holds until a person says adopt.")
    {
        Fault = JournalFault.Corrupt,
    };

    public static JournalException NewerVersion(string path, long offset) => new(
        $"The journal '{path}' was written by a newer version of this package, and cannot be read from byte {offset} on. Use that version.")
    {
        Fault = JournalFault.NewerVersion,
    };
}
