namespace IncidentApi.Platform.Freshness;

/// <summary>Collects what a handler writes, to keep it; what grows too large goes on to the reader as it comes.</summary>
internal sealed class CapturedBody(Stream reader, int most, Action outgrown) : Stream
{
    private readonly MemoryStream _collected = new();

    public bool IsOutgrown { get; private set; }

    public byte[] ToArray() => _collected.ToArray();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!IsOutgrown && _collected.Length + buffer.Length <= most)
        {
            _collected.Write(buffer.Span);
            return;
        }

        if (!IsOutgrown)
        {
            IsOutgrown = true;
            outgrown();
            await reader.WriteAsync(_collected.GetBuffer().AsMemory(0, (int)_collected.Length), cancellationToken);
            _collected.SetLength(0);
        }

        await reader.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Answers are written asynchronously.");

    public override Task FlushAsync(CancellationToken cancellationToken) => IsOutgrown ? reader.FlushAsync(cancellationToken) : Task.CompletedTask;

    public override void Flush()
    {
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
