package io.labelstream.observe;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Connections to a server on each of which a request is begun and not finished. */
final class SlowClients implements AutoCloseable {
  private final List<Socket> sockets = new ArrayList<>();

  private SlowClients() {}

  static SlowClients connect(final URI server, final int count, final String begun) throws IOException {
    final SlowClients clients = new SlowClients();
    for (int connection = 0; connection < count; connection++) {
      final Socket socket = new Socket(server.getHost(), server.getPort());
      clients.sockets.add(socket);
      try {
        socket.getOutputStream().write(begun.getBytes(StandardCharsets.US_ASCII));
      } catch (final IOException closedAlready) {
        // The server has room for newer ones only.
      }
    }
    return clients;
  }

  int count() {
    return sockets.size();
  }

  @Override
  public void close() throws IOException {
    for (final Socket socket : sockets) {
      socket.close();
    }
  }
}
