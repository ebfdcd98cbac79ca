using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace MultiRegion.Tests.DependencyInjection;

/// <summary>Keeps everything that is logged: level, text, values and exception.</summary>
internal sealed class RecordingLogs : ILoggerProvider, ILoggerFactory
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> _entries = new();

    public IReadOnlyCollection<(LogLevel Level, string Text)> Entries => _entries;

    public ILogger CreateLogger(string categoryName) => new Recorder(_entries, categoryName);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    private sealed class Recorder(ConcurrentQueue<(LogLevel, string)> entries, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var values = state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(", ", pairs) : $"{state}";
            entries.Enqueue((logLevel, $"{category}: {formatter(state, exception)} [{values}] {exception}"));
        }
    }
}
