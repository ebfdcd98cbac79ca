using System.Collections.Immutable;

namespace MultiRegion.Azure.Documents;

/// <summary>
/// What the router needs of Traffic Manager, in one resource group. The only thing behind it is the wire; an official client could take its place.
/// Operations that go on after they were accepted are waited for inside.
/// </summary>
internal interface ITrafficManager
{
    ValueTask<Result<ImmutableArray<Profile>>> ListProfilesAsync(CancellationToken cancellationToken);

    ValueTask<Result<Profile>> GetProfileAsync(string name, CancellationToken cancellationToken);

    /// <summary>Writes a whole profile: what the body does not say is reset.</summary>
    ValueTask<Result<Profile>> PutProfileAsync(string name, string body, CancellationToken cancellationToken);

    /// <summary>Deletes a profile; one that is not there counts as deleted.</summary>
    ValueTask<Result<bool>> DeleteProfileAsync(string name, CancellationToken cancellationToken);

    /// <summary>Whether a relative DNS name is free.</summary>
    ValueTask<Result<NameAvailability>> CheckNameAsync(string relativeName, CancellationToken cancellationToken);
}
