package io.labelstream.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** A network between clients, which speak first, and a port of this machine: it forwards connections, and can be disturbed. Thread-safe. */
final class Link implements AutoCloseable {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final int BACKLOG = 50;
  /** With the pause, some 200 kB/s in each direction of each connection. */
  private static final int CHUNK = 8 << 10;
  private static final long SLOW_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(40);

  private final int target;
  private final ServerSocket server;
  private State state = State.OPEN;
  private Predicate<String> struck = _ -> true;

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

  void become(final State next) {
    become(next, _ -> true);
  }

  /** Disturbs the connections of some of Kafka's clients alone, which are known by their client ids; all others are open. */
  synchronized void become(final State next, final Predicate<String> clients) {
    state = next;
    struck = clients;
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
      final Head head = Head.read(client.getInputStream());
      // Before there is anything behind it, so that a connection made while nothing arrives has to wait, too.
      passage(head.client());
      try (Socket behind = new Socket(LOOPBACK, target)) {
        client.setTcpNoDelay(true);
        behind.setTcpNoDelay(true);
        behind.getOutputStream().write(head.bytes());
        final Thread back = Thread.ofPlatform().daemon().start(() -> forward(behind, client, head.client()));
        forward(client, behind, head.client());
        back.join();
      }
    } catch (final IOException | InterruptedException gone) {
      // Nothing listens there now: the client finds its connection closed, as it would without a link.
      return;
    }
  }

  /** Until one side ends; then both do. */
  private void forward(final Socket from, final Socket to, final String client) {
    try (from; to) {
      final InputStream in = from.getInputStream();
      final OutputStream out = to.getOutputStream();
      final byte[] chunk = new byte[CHUNK];
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        passage(client);
        out.write(chunk, 0, count);
      }
      passage(client);
    } catch (final IOException | InterruptedException ended) {
      return;
    }
  }

  private void passage(final String client) throws IOException, InterruptedException {
    final State now;
    synchronized (this) {
      while (of(client) == State.SILENT) {
        wait();
      }
      now = of(client);
    }
    if (now == State.REFUSING) {
      throw new IOException("refused");
    }
    if (now == State.SLOW) {
      LockSupport.parkNanos(SLOW_PAUSE_NANOS);
    }
  }

  private State of(final String client) {
    return struck.test(client) ? state : State.OPEN;
  }

  /**
   * The first bytes of a connection.
   *
   * @param client the client id, if it is a request of Kafka's protocol; empty otherwise
   */
  private record Head(byte[] bytes, String client) {
    /** Before the client id come the sizes of request and id, and the kind, version and number of the request. */
    private static final int START = 14;
    private static final int LONGEST_ID = 255;

    static Head read(final InputStream in) throws IOException {
      final byte[] start = in.readNBytes(START);
      final int length = start.length == START ? ByteBuffer.wrap(start).getShort(START - Short.BYTES) : 0;
      final byte[] id = in.readNBytes(length > 0 && length <= LONGEST_ID ? length : 0);
      final byte[] both = Arrays.copyOf(start, start.length + id.length);
      System.arraycopy(id, 0, both, start.length, id.length);
      return new Head(both, new String(id, StandardCharsets.UTF_8));
    }
  }
}
