using System.Collections.Immutable;
using MultiRegion.Kubernetes.Federation;

namespace MultiRegion.Kubernetes.Import;

/// <summary>A text that is imported.</summary>
/// <param name="Name">Its name, for messages.</param>
/// <param name="Text">The text: YAML of one or many documents, or JSON.</param>
public sealed record ImportFile(string Name, string Text);

/// <summary>What the files do not say.</summary>
public sealed record ImportOptions
{
    /// <summary>Where objects are placed that no document of the files places; null: nowhere, they can only travel along with others.</summary>
    public Placement? Placement { get; init; }

    /// <summary>How the replicas of these objects are divided. Default: duplicated.</summary>
    public ReplicaDivision Division { get; init; } = ReplicaDivision.Duplicated;

    /// <summary>What these objects are called together. Default: <c>objects</c>.</summary>
    public string Name { get; init; } = "objects";
}

/// <summary>What was imported.</summary>
public sealed record ImportedWorkloads
{
    /// <summary>The workloads, in the order of the files.</summary>
    public required ImmutableArray<FederatedWorkload> Workloads { get; init; }

    /// <summary>What did not map, each by its name and with its place; and what was left out on account of it.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];
}

/// <summary>
/// Reads workloads: of this package's own form, KubeFed's federated objects, Karmada's policies with their objects, plain manifests and
/// what Kustomize prints, in any mixture.
/// </summary>
public static class Importer
{
    /// <summary>Reads the workloads of files.</summary>
    /// <param name="files">The files. Documents of one may speak of objects of another.</param>
    /// <param name="options">What the files do not say; null: nothing.</param>
    /// <returns>The workloads, or a refusal that lists each mistake with file, line, document and path.</returns>
    public static Result<ImportedWorkloads> Read(IEnumerable<ImportFile> files, ImportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(files);
        var documents = ImmutableArray.CreateBuilder<ManifestDocument>();
        foreach (var file in files)
        {
            var read = ManifestDocument.Read(file.Text, file.Name);
            if (!read.Succeeded)
            {
                return read.Problem!;
            }

            documents.AddRange(read.Value);
        }

        return Import(documents.ToImmutable(), options ?? new());
    }

    private static Result<ImportedWorkloads> Import(ImmutableArray<ManifestDocument> documents, ImportOptions options)
    {
        var log = new ImportLog();
        var all = new ImportedDocuments(documents, log);
        var workloads = OwnReader.Read(all, log).Concat(KubeFedReader.Read(all, log)).Concat(KarmadaReader.Read(all, log)).ToList();
        var rest = all.Unplaced(workloads);
        if (options.Placement is { } placement && !rest.IsEmpty)
        {
            workloads.Add(new() { Name = options.Name, Objects = rest, Placement = placement, Division = options.Division, Dependencies = null });
        }
        else if (workloads.Count == 0 && !rest.IsEmpty && !all.HasPolicies)
        {
            log.Wrong("the files place nothing: they hold no FederatedWorkload, no federated object of KubeFed and no policy of Karmada; give a placement");
        }
        else
        {
            rest.Select(static item => $"{item} is placed nowhere: it only travels along with what names it.").ToList().ForEach(log.Note);
        }

        return log.Result(new ImportedWorkloads { Workloads = [.. workloads], Notes = log.Notes });
    }
}
