using System.Net;
using System.Net.Sockets;
using System.Text;

namespace IncidentApi.Tests.Features.Webhooks.Guard;

/// <summary>Listens on every address of this machine, and answers whoever comes as if all were well.</summary>
internal sealed class CountingListener : IAsyncDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly Task _listening;
    private int _hits;

    public CountingListener()
    {
        _socket.Bind(new IPEndPoint(_socket.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0));
        _socket.Listen();
        _listening = ListenAsync();
    }

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    public int Hits => Volatile.Read(ref _hits);

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _listening;
    }

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                using var one = await _socket.AcceptAsync();
                Interlocked.Increment(ref _hits);
                await one.SendAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
