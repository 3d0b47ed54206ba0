using System.Net;

namespace IncidentApi.Tests.Contract.Answers;

/// <summary>The content of an answer as it came, which hands what was read of it to a check when it ends.</summary>
internal sealed class ReadContent : HttpContent
{
    private readonly HttpContent _content;
    private readonly BodyCheck _check;

    public ReadContent(HttpContent content, BodyCheck check)
    {
        (_content, _check) = (content, check);
        foreach (var (name, values) in content.Headers.NonValidated) Headers.TryAddWithoutValidation(name, values);
    }

    protected override async Task<Stream> CreateContentReadStreamAsync() => new ReadStream(await _content.ReadAsStreamAsync(), _check, [.. Headers.ContentEncoding]);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await using var read = await CreateContentReadStreamAsync();
        await read.CopyToAsync(stream, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _content.Headers.ContentLength ?? 0;
        return _content.Headers.ContentLength is not null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _content.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>Keeps the first bytes that pass, up to what a check takes, and gives them to it at the end of the body or of the reading.</summary>
internal sealed class ReadStream(Stream source, BodyCheck check, IReadOnlyList<string> encodings) : Stream
{
    private readonly MemoryStream _read = new();
    private bool _wasMore;
    private bool _isJudged;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Passed(source.Read(buffer, offset, count), buffer.AsSpan(offset, count));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Passed(await source.ReadAsync(buffer, cancellationToken), buffer.Span);

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Passed(int count, Span<byte> buffer)
    {
        if (!check.IsWanted || buffer.Length == 0) return count;

        if (count == 0)
        {
            Judge(whole: !_wasMore);
        }
        else if (!(_wasMore |= _read.Length + count > BodyCheck.Most))
        {
            _read.Write(buffer[..count]);
        }

        return count;
    }

    private void Judge(bool whole)
    {
        if (_isJudged) return;

        _isJudged = true;
        check.Judge(_read.ToArray(), whole, encodings);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) source.Dispose();
        base.Dispose(disposing);
    }
}
