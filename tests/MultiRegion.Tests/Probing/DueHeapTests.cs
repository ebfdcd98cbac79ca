using FsCheck;
using FsCheck.Fluent;
using MultiRegion.Probing;

namespace MultiRegion.Tests.Probing;

public class DueHeapTests
{
    [Fact]
    public void The_first_is_always_the_one_with_the_earliest_event() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(byte Slot, byte At, bool Remove)[]>(), static steps =>
        {
            var heap = new DueHeap();
            var slots = Enumerable.Range(0, 16).Select(at => new ProbeSlot(Some.Always($"r{at}", Some.Ok), at)).ToArray();
            var model = new Dictionary<ProbeSlot, byte>();
            foreach (var (which, at, remove) in steps)
            {
                var slot = slots[which % slots.Length];
                if (remove)
                {
                    heap.Remove(slot);
                    model.Remove(slot);
                }
                else
                {
                    heap.Set(slot, TimeSpan.FromSeconds(at));
                    model[slot] = at;
                }

                heap.First.ShouldBe(model.OrderBy(pair => pair.Value).ThenBy(pair => pair.Key.Order).Select(pair => pair.Key).FirstOrDefault());
            }
        }).QuickCheckThrowOnFailure();
}
