using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.ResponseCompression;

namespace IncidentApi.Platform.Http;

/// <summary>
/// The body of an answer that has fields behind it (trailers, RFC 9110 §6.5), compressed if the client takes that. The server sends trailers over HTTP/2 and
/// HTTP/3 alone; over HTTP/1.1 the chunks are framed here (RFC 9112 §7.1), and the last of them is what says that the answer is whole.
/// </summary>
internal sealed class TrailingBody : Stream
{
    private readonly HttpResponse _response;
    private readonly bool _framed;

    private TrailingBody(HttpResponse response, bool framed) => (_response, _framed) = (response, framed);

    /// <summary>The name of the content coding; null for none.</summary>
    public string? Coding { get; private set; }

    /// <summary>Where to write the content.</summary>
    public Stream Content { get; private set; } = Null;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <param name="response">With its headers, but for those that tell how the body is sent.</param>
    /// <param name="names">The trailers that may come.</param>
    public static TrailingBody Of(HttpResponse response, params string[] names)
    {
        var body = new TrailingBody(response, HttpProtocol.IsHttp11(response.HttpContext.Request.Protocol));
        body.Content = body;
        if (body._framed) response.Headers.TransferEncoding = "chunked";
        if (body._framed || response.SupportsTrailers()) response.Headers.Trailer = string.Join(", ", names);

        // The server's own compression would stand behind the frames: it leaves alone what has a coding.
        var codings = response.HttpContext.RequestServices.GetRequiredService<IResponseCompressionProvider>();
        if (codings.ShouldCompressResponse(response.HttpContext))
        {
            response.Headers.AppendCommaSeparatedValues("Vary", "Accept-Encoding");
            if (codings.GetCompressionProvider(response.HttpContext) is { } coding)
            {
                body.Coding = coding.EncodingName;
                response.Headers.ContentEncoding = coding.EncodingName;
                body.Content = coding.CreateStream(body);
            }
        }

        return body;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty) return;
        if (!_framed)
        {
            await _response.Body.WriteAsync(buffer, cancellationToken);
            return;
        }

        const int most = 12;
        var chunk = ArrayPool<byte>.Shared.Rent(buffer.Length + most);
        var length = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{buffer.Length:x}\r\n"), chunk);
        buffer.CopyTo(chunk.AsMemory(length));
        "\r\n"u8.CopyTo(chunk.AsSpan(length + buffer.Length));
        await _response.Body.WriteAsync(chunk.AsMemory(0, length + buffer.Length + 2), cancellationToken);
        ArrayPool<byte>.Shared.Return(chunk);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Ends the content. From here on the client holds all of it, but does not know so yet.</summary>
    public async Task EndContentAsync()
    {
        if (Content != this) await Content.DisposeAsync();
    }

    /// <summary>Ends the answer: it is whole.</summary>
    /// <param name="trailers">Names and values, in ASCII without line breaks.</param>
    /// <param name="cancellation">When the client is gone.</param>
    public async Task EndAsync(IReadOnlyList<(string Name, string Value)> trailers, CancellationToken cancellation)
    {
        if (_framed)
        {
            var end = $"0\r\n{string.Concat(trailers.Select(trailer => $"{trailer.Name}: {trailer.Value}\r\n"))}\r\n";
            await _response.Body.WriteAsync(Encoding.ASCII.GetBytes(end), cancellation);
        }
        else if (_response.SupportsTrailers())
        {
            foreach (var (name, value) in trailers) _response.AppendTrailer(name, value);
        }
    }

    public override void Flush()
    {
    }

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("The network takes bytes as fast as it can, and nobody waits for it.");

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
