package io.labelstream.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A network between clients and a port of this machine: it forwards connections, and can be disturbed. Thread-safe. */
final class Link implements AutoCloseable {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final int BACKLOG = 50;
  /** With the pause, some 200 kB/s in each direction of each connection. */
  private static final int CHUNK = 8 << 10;
  private static final long SLOW_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(40);

  private final int target;
  private final ServerSocket server;
  private State state = State.OPEN;

  /** The fate of bytes, the end of a connection included. */
  enum State {
    OPEN,
    /** Each piece is late. */
    SLOW,
    /** None arrives, as with a cable that is cut; both ends learn nothing. They arrive once the link is open again. */
    SILENT,
    /** Connections are closed, new ones at once. */
    REFUSING
  }

  private Link(final int target, final ServerSocket server) {
    this.target = target;
    this.server = server;
  }

  static Link to(final int target) throws IOException {
    final Link link = new Link(target, new ServerSocket(0, BACKLOG, LOOPBACK));
    Thread.ofPlatform().daemon().start(link::accept);
    return link;
  }

  /** Where clients connect to. */
  int port() {
    return server.getLocalPort();
  }

  synchronized void become(final State next) {
    state = next;
    notifyAll();
  }

  @Override
  public void close() throws IOException {
    server.close();
    become(State.REFUSING);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        final Socket client = server.accept();
        Thread.ofPlatform().daemon().start(() -> connect(client));
      } catch (final IOException closed) {
        return;
      }
    }
  }

  private void connect(final Socket client) {
    try (client) {
      // Before there is anything behind it, so that a connection made while nothing arrives has to wait, too.
      passage();
      try (Socket behind = new Socket(LOOPBACK, target)) {
        client.setTcpNoDelay(true);
        behind.setTcpNoDelay(true);
        final Thread back = Thread.ofPlatform().daemon().start(() -> forward(behind, client));
        forward(client, behind);
        back.join();
      }
    } catch (final IOException | InterruptedException gone) {
      // Nothing listens there now: the client finds its connection closed, as it would without a link.
      return;
    }
  }

  /** Until one side ends; then both do. */
  private void forward(final Socket from, final Socket to) {
    try (from; to) {
      final InputStream in = from.getInputStream();
      final OutputStream out = to.getOutputStream();
      final byte[] chunk = new byte[CHUNK];
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        passage();
        out.write(chunk, 0, count);
      }
      passage();
    } catch (final IOException | InterruptedException ended) {
      return;
    }
  }

  private void passage() throws IOException, InterruptedException {
    final State now;
    synchronized (this) {
      while (state == State.SILENT) {
        wait();
      }
      now = state;
    }
    if (now == State.REFUSING) {
      throw new IOException("refused");
    }
    if (now == State.SLOW) {
      LockSupport.parkNanos(SLOW_PAUSE_NANOS);
    }
  }
}
