using System.Buffers;
using System.Security.Cryptography;

namespace IncidentApi.Features.Exports;

/// <summary>
/// The way from a format to the client. What formats write gathers here, in memory and at once; <see cref="SendAsync"/> takes it on, and
/// is not done before the client took what came earlier. It counts and digests the bytes before any content coding.
/// </summary>
internal sealed class ExportOutput(Stream client) : Stream
{
    /// <summary>How much gathers before it is sent.</summary>
    public const int Enough = 64 * 1024;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] _waiting = ArrayPool<byte>.Shared.Rent(2 * Enough);
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

    public async Task SendAsync(CancellationToken cancellation)
    {
        if (_length == 0) return;

        var piece = _waiting.AsMemory(0, _length);
        _hash.AppendData(piece.Span);
        await client.WriteAsync(piece, cancellation);
        Sent += _length;
        _length = 0;
    }

    /// <summary>SHA-256 of all that was sent.</summary>
    public byte[] Digest() => _hash.GetCurrentHash();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_waiting.Length - _length < buffer.Length) Grow(buffer.Length);
        buffer.CopyTo(_waiting.AsSpan(_length));
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

    protected override void Dispose(bool disposing)
    {
        if (disposing && _waiting.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_waiting);
            _waiting = [];
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Grow(int by)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_waiting.Length * 2, _length + by));
        _waiting.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_waiting);
        _waiting = larger;
    }
}
