using System.Collections.Immutable;
using MultiRegion.Aws.Documents;
using MultiRegion.Aws.Planning;

namespace MultiRegion.Aws.Apply;

/// <summary>
/// Writes batches. One that Route 53 refuses is halved until the services that it refuses stand alone: they do not hold up the others.
/// </summary>
internal sealed class BatchWriter(IRoute53 route53)
{
    private readonly ImmutableArray<AcceptedBatch>.Builder _accepted = ImmutableArray.CreateBuilder<AcceptedBatch>();
    private readonly List<Problem> _problems = [];

    public ImmutableArray<AcceptedBatch> Accepted => _accepted.ToImmutable();

    public IReadOnlyList<Problem> Problems => _problems;

    public async ValueTask WriteAsync(Batch batch, CancellationToken cancellationToken)
    {
        foreach (var ahead in Batches.Chunk([.. batch.Services.SelectMany(static service => service.Before)]))
        {
            if (await SendAsync(batch.Zone, ahead, batch.Services, cancellationToken).ConfigureAwait(false) is { } problem)
            {
                _problems.Add(problem);
                return;
            }
        }

        await WriteCoreAsync(batch, cancellationToken).ConfigureAwait(false);
        foreach (var late in Batches.Chunk([.. batch.Services.SelectMany(static service => service.Afterwards)]))
        {
            if (_problems.Count == 0 && await SendAsync(batch.Zone, late, batch.Services, cancellationToken).ConfigureAwait(false) is { } problem)
            {
                _problems.Add(problem);
            }
        }
    }

    private async ValueTask WriteCoreAsync(Batch batch, CancellationToken cancellationToken)
    {
        var problem = batch.Changes.IsEmpty ? null : await SendAsync(batch.Zone, batch.Changes, batch.Services, cancellationToken).ConfigureAwait(false);
        if (problem is null)
        {
            return;
        }

        if (problem.Kind == ProblemKind.Unreachable || (batch.Services.Length == 1 && problem.Kind is ProblemKind.Conflict or ProblemKind.Refused))
        {
            await JudgeAsync(batch.Services[0], problem, cancellationToken).ConfigureAwait(false);
        }
        else if (problem.Kind is ProblemKind.Conflict or ProblemKind.Refused)
        {
            var half = batch.Services.Length / 2;
            await WriteCoreAsync(batch with { Services = batch.Services[..half] }, cancellationToken).ConfigureAwait(false);
            await WriteCoreAsync(batch with { Services = batch.Services[half..] }, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            _problems.Add(problem);
        }
    }

    /// <summary>
    /// Says why a batch did not go well: perhaps because it had happened already and only the answer was lost. A batch is all or nothing, so that one service stands for it.
    /// </summary>
    private async ValueTask JudgeAsync(PreparedService service, Problem refusal, CancellationToken cancellationToken)
    {
        var (plan, name) = (service.Plan, service.Txt.Name);
        var live = await route53.ListRecordsAsync(plan.Zone, name, onlyBelow: true, cancellationToken).ConfigureAwait(false);
        if (!live.Succeeded)
        {
            _problems.Add(live.Problem);
            return;
        }

        var txt = live.Value.FirstOrDefault(record => record.Name == name && record.Type == "TXT");
        if (txt != service.Txt)
        {
            _problems.Add(Explain(plan, txt is null ? null : Ownership.Read(txt), refusal));
        }
        else if (await SendAsync(plan.Zone, [new(ChangeAction.Delete, txt), new(ChangeAction.Create, txt)], [service], cancellationToken).ConfigureAwait(false) is { } problem)
        {
            // The lost answer held the change's id. Changes come into effect in order, so that a later one that changes nothing tells as much.
            _problems.Add(problem);
        }
    }

    private static Problem Explain(ServicePlan plan, Ownership? found, Problem refusal) => plan.After!.Marker.Against(found?.Marker) switch
    {
        MarkerOrder.Older => Problem.Fenced($"service {plan.Service}: {plan.After.Marker} was superseded by {found!.Marker}."),
        MarkerOrder.Conflicting => Problem.Conflict($"service {plan.Service}: {plan.After.Marker} meets {found!.Marker}, the same place in the same epoch by another plan."),
        _ => refusal with { Detail = $"service {plan.Service}: {refusal.Detail}{(refusal.Kind == ProblemKind.Conflict ? " Its records have changed since the plan was made; plan again." : "")}" },
    };

    private async ValueTask<Problem?> SendAsync(string zone, ImmutableArray<RecordChange> changes, ImmutableArray<PreparedService> services, CancellationToken cancellationToken)
    {
        var sent = await route53.ChangeAsync(zone, changes, Comment(services), cancellationToken).ConfigureAwait(false);
        if (!sent.Succeeded)
        {
            return sent.Problem;
        }

        _accepted.Add(new(zone, sent.Value.Id, sent.Value.SubmittedAt));
        return null;
    }

    // A comment holds at most 256 characters.
    private static string Comment(ImmutableArray<PreparedService> services)
    {
        var text = $"MultiRegion {services[0].Plan.After!.Marker}: {string.Join(", ", services.Select(static service => service.Plan.Service))}";
        return text.Length <= 256 ? text : $"{text[..253]}...";
    }
}
