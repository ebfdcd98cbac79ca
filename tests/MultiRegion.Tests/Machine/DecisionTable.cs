namespace MultiRegion.Tests.Machine;

/// <summary>
/// What follows when something happens to a region, in every state of a group. A missing row fails the test, and so does a
/// row that nothing asks for.
/// <para>
/// The group: S and O are active and serve, T and X stand by. A move goes from S, the source, to T, the target. S keeps its
/// name when it is out, fenced or brought back, and T when it stands in for it.
/// </para>
/// <para>
/// Outcomes: Stay (nothing is begun), GoOn (the move is the answer already), Recover (the region begins its stability time),
/// Start… (a move of that kind begins), Replace (the move goes on as an unplanned failover), Abort (the move is taken
/// back); behind Start, Replace: from > targets. "-" where the state has no such region.
/// </para>
/// </summary>
internal static class DecisionTable
{
    public const string Rows = """
        Steady | source dies | StartFailover s > o                   # O serves already, so it takes over before a standby
        Steady | target dies | -
        Steady | other dies | StartFailover o > s
        Steady | standby dies | Stay                                 # nothing is sent there; its share stays, routers look for themselves
        Steady | source grey | StartGreyDrain s > o
        Steady | target grey | -
        Steady | source recovers | -
        Steady | target unknown | -
        Steady | all bad | Stay                                      # most likely it is us
        Steady | nothing | Stay

        FailedOver | source dies | Stay                              # it is out already
        FailedOver | target dies | StartFailover t > o
        FailedOver | other dies | StartFailover o > t
        FailedOver | standby dies | Stay
        FailedOver | source grey | Stay                              # alive, but not well enough to come back
        FailedOver | target grey | Stay                              # grey: never a second region out for that
        FailedOver | source recovers | Recover
        FailedOver | target unknown | Stay                           # unknown is not unhealthy
        FailedOver | all bad | Stay
        FailedOver | nothing | Stay

        Recovering | source dies | Stay                              # out again, stability begins anew
        Recovering | target dies | StartFailover t > o
        Recovering | other dies | StartFailover o > t
        Recovering | standby dies | Stay
        Recovering | source grey | Stay
        Recovering | target grey | Stay
        Recovering | source recovers | -
        Recovering | target unknown | Stay
        Recovering | all bad | Stay
        Recovering | nothing | Stay                                  # until its stability time is over

        Establish | source dies | Replace s > o
        Establish | target dies | -
        Establish | other dies | Replace o > s
        Establish | standby dies | GoOn
        Establish | source grey | GoOn                               # a short move; grey is looked at again after it
        Establish | target grey | -
        Establish | source recovers | -
        Establish | target unknown | -
        Establish | all bad | GoOn
        Establish | nothing | GoOn

        FailoverDead | source dies | -                               # it is dead
        FailoverDead | target dies | Replace t > o
        FailoverDead | other dies | Replace o > t                    # T is on its way to serve
        FailoverDead | standby dies | GoOn
        FailoverDead | source grey | GoOn
        FailoverDead | target grey | GoOn                            # better than dead
        FailoverDead | source recovers | GoOn                        # no way back in the middle of it
        FailoverDead | target unknown | GoOn
        FailoverDead | all bad | GoOn
        FailoverDead | nothing | GoOn

        FailoverGrey | source dies | Replace s > o                   # no steps any more: out at once
        FailoverGrey | target dies | Replace t > o
        FailoverGrey | other dies | Replace o > t
        FailoverGrey | standby dies | GoOn
        FailoverGrey | source grey | -                               # it is grey
        FailoverGrey | target grey | GoOn                            # its verification fails if it stays so
        FailoverGrey | source recovers | GoOn
        FailoverGrey | target unknown | GoOn
        FailoverGrey | all bad | GoOn
        FailoverGrey | nothing | GoOn

        Switchover | source dies | Replace s > o
        Switchover | target dies | Abort
        Switchover | other dies | Abort                              # first back to what was, then the failover
        Switchover | standby dies | GoOn
        Switchover | source grey | GoOn                              # it is being left anyway
        Switchover | target grey | Abort
        Switchover | source recovers | -
        Switchover | target unknown | GoOn
        Switchover | all bad | GoOn
        Switchover | nothing | GoOn

        Drain | source dies | Replace s > o
        Drain | target dies | Abort
        Drain | other dies | Abort
        Drain | standby dies | GoOn
        Drain | source grey | GoOn
        Drain | target grey | Abort
        Drain | source recovers | -
        Drain | target unknown | GoOn
        Drain | all bad | GoOn
        Drain | nothing | GoOn

        Failback | source dies | Replace s > o,t                     # the returning region; those that serve take over again
        Failback | target dies | Replace t > o                       # the one that stood in
        Failback | other dies | Replace o > t
        Failback | standby dies | GoOn
        Failback | source grey | Abort                               # back to those that stood in
        Failback | target grey | GoOn                                # traffic is leaving it
        Failback | source recovers | -
        Failback | target unknown | GoOn
        Failback | all bad | GoOn
        Failback | nothing | GoOn

        Tombstone | source dies | GoOn                               # the region that is being fenced: it is out
        Tombstone | target dies | Replace t > o
        Tombstone | other dies | Replace o > t
        Tombstone | standby dies | GoOn
        Tombstone | source grey | GoOn
        Tombstone | target grey | GoOn
        Tombstone | source recovers | -
        Tombstone | target unknown | GoOn
        Tombstone | all bad | GoOn
        Tombstone | nothing | GoOn

        Establish, aborting | source dies | Replace s > o
        Establish, aborting | target dies | -
        Establish, aborting | other dies | Replace o > s
        Establish, aborting | standby dies | GoOn
        Establish, aborting | source grey | GoOn
        Establish, aborting | target grey | -
        Establish, aborting | source recovers | -
        Establish, aborting | target unknown | -
        Establish, aborting | all bad | GoOn
        Establish, aborting | nothing | GoOn

        FailoverDead, aborting | source dies | -
        FailoverDead, aborting | target dies | GoOn                  # it does not serve when the move has been taken back
        FailoverDead, aborting | other dies | Replace o > t
        FailoverDead, aborting | standby dies | GoOn
        FailoverDead, aborting | source grey | GoOn
        FailoverDead, aborting | target grey | GoOn
        FailoverDead, aborting | source recovers | GoOn
        FailoverDead, aborting | target unknown | GoOn
        FailoverDead, aborting | all bad | GoOn
        FailoverDead, aborting | nothing | GoOn

        FailoverGrey, aborting | source dies | Replace s > o
        FailoverGrey, aborting | target dies | GoOn
        FailoverGrey, aborting | other dies | Replace o > t          # S is grey, so a standby takes over
        FailoverGrey, aborting | standby dies | GoOn
        FailoverGrey, aborting | source grey | -
        FailoverGrey, aborting | target grey | GoOn
        FailoverGrey, aborting | source recovers | GoOn
        FailoverGrey, aborting | target unknown | GoOn
        FailoverGrey, aborting | all bad | GoOn
        FailoverGrey, aborting | nothing | GoOn

        Switchover, aborting | source dies | Replace s > o           # there is no way back to it
        Switchover, aborting | target dies | GoOn                    # it is being taken back already
        Switchover, aborting | other dies | GoOn                     # answered when the move has been taken back
        Switchover, aborting | standby dies | GoOn
        Switchover, aborting | source grey | GoOn
        Switchover, aborting | target grey | GoOn
        Switchover, aborting | source recovers | -
        Switchover, aborting | target unknown | GoOn
        Switchover, aborting | all bad | GoOn
        Switchover, aborting | nothing | GoOn

        Drain, aborting | source dies | Replace s > o
        Drain, aborting | target dies | GoOn
        Drain, aborting | other dies | GoOn
        Drain, aborting | standby dies | GoOn
        Drain, aborting | source grey | GoOn
        Drain, aborting | target grey | GoOn
        Drain, aborting | source recovers | -
        Drain, aborting | target unknown | GoOn
        Drain, aborting | all bad | GoOn
        Drain, aborting | nothing | GoOn

        Failback, aborting | source dies | Replace s > o,t           # what is still on its way there goes at once
        Failback, aborting | target dies | Replace t > o             # the way back ends in a dead region
        Failback, aborting | other dies | Replace o > t
        Failback, aborting | standby dies | GoOn
        Failback, aborting | source grey | GoOn                      # it is being left already
        Failback, aborting | target grey | GoOn
        Failback, aborting | source recovers | -
        Failback, aborting | target unknown | GoOn
        Failback, aborting | all bad | GoOn
        Failback, aborting | nothing | GoOn

        Tombstone, aborting | source dies | GoOn
        Tombstone, aborting | target dies | Replace t > o
        Tombstone, aborting | other dies | Replace o > t
        Tombstone, aborting | standby dies | GoOn
        Tombstone, aborting | source grey | GoOn
        Tombstone, aborting | target grey | GoOn
        Tombstone, aborting | source recovers | -
        Tombstone, aborting | target unknown | GoOn
        Tombstone, aborting | all bad | GoOn
        Tombstone, aborting | nothing | GoOn

        any, halted | any | Halted                                   # a person says how it goes on
        any, held | any | Held                                       # nothing is touched
        """;
}
