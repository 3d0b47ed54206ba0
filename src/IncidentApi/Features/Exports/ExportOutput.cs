using System.Buffers;
using System.Security.Cryptography;

namespace IncidentApi.Features.Exports;

/// <summary>
/// The way from a format to the client. What formats write gathers here, in memory and at once; <see cref="SendAsync"/> takes it on while the next
/// gathers, and waits until the client took what was sent before. It counts and digests the bytes before any content coding.
/// </summary>
internal sealed class ExportOutput(Stream client) : Stream
{
    /// <summary>How much gathers before it is sent.</summary>
    public const int Enough = 128 * 1024;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] _gathering = ArrayPool<byte>.Shared.Rent(2 * Enough);
    private byte[] _leaving = ArrayPool<byte>.Shared.Rent(2 * Enough);
    private Task _sending = Task.CompletedTask;
    private int _length;

    public bool HasEnough => _length >= Enough;

    public long Sent { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Sends what has gathered, as soon as all before it is with the client.</summary>
    public async Task SendAsync(CancellationToken cancellation)
    {
        await _sending;
        if (_length == 0) return;

        (_gathering, _leaving) = (_leaving, _gathering);
        var piece = _leaving.AsMemory(0, _length);
        _length = 0;
        _hash.AppendData(piece.Span);
        Sent += piece.Length;
        _sending = client.WriteAsync(piece, cancellation).AsTask();
    }

    /// <summary>Sends all that is left, and waits until the client has it.</summary>
    public async Task FinishAsync(CancellationToken cancellation)
    {
        await SendAsync(cancellation);
        await _sending;
    }

    /// <summary>SHA-256 of all that was sent.</summary>
    public byte[] Digest() => _hash.GetCurrentHash();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_gathering.Length - _length < buffer.Length) Grow(buffer.Length);
        buffer.CopyTo(_gathering.AsSpan(_length));
        _length += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void WriteByte(byte value) => Write([value]);

    /// <summary>Nothing: only <see cref="SendAsync"/> sends.</summary>
    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        // A buffer that is on its way belongs to the network still.
        await _sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ArrayPool<byte>.Shared.Return(_gathering);
        ArrayPool<byte>.Shared.Return(_leaving);
        _hash.Dispose();
        await base.DisposeAsync();
    }

    private void Grow(int by)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_gathering.Length * 2, _length + by));
        _gathering.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_gathering);
        _gathering = larger;
    }
}
