package io.labelstream.rollout.artifact;

import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.Rejection;
import io.labelstream.rollout.control.RejectionCode;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads {@code file:} locations below allowed folders. Thread-safe.
 *
 * <p>A file counts by its real path: symbolic links are followed first. Each file is read on a thread of its own, which is left behind if the file does not
 * answer, as on a mount whose server is gone: a system call for files cannot be interrupted.
 */
public final class FileArtifacts implements ArtifactSource {
  private static final int BUFFER_BYTES = 1 << 18;

  private final List<Path> allowed;
  private final Reach reach;
  private final Opener opener;

  /** Decides whether the list of folders counts. */
  private enum Reach { LISTED, EVERYWHERE }

  /** Opens a file for reading. */
  interface Opener {
    FileChannel open(Path file) throws IOException;
  }

  private FileArtifacts(final List<Path> allowed, final Reach reach, final Opener opener) {
    this.allowed = List.copyOf(allowed);
    this.reach = reach;
    this.opener = opener;
  }

  /** Reads files below these folders; one that does not exist yet allows nothing until it does. */
  public static FileArtifacts below(final List<Path> folders) {
    return below(folders, FileArtifacts::openItself);
  }

  static FileArtifacts below(final List<Path> folders, final Opener opener) {
    return new FileArtifacts(folders, Reach.LISTED, opener);
  }

  /** Reads every file, for callers who name their own. */
  public static FileArtifacts everywhere() {
    return new FileArtifacts(List.of(), Reach.EVERYWHERE, FileArtifacts::openItself);
  }

  @Override
  public void fetch(final ArtifactReference reference, final FileChannel target, final long deadline)
      throws ArtifactException, IOException, InterruptedException {
    copy(reference.location(), reference.bytes(), target, deadline);
  }

  /**
   * Copies a file, at most one byte more than {@code bytes}.
   *
   * @param deadline by {@link System#nanoTime()}
   */
  public void copy(final String location, final long bytes, final FileChannel target, final long deadline)
      throws ArtifactException, IOException, InterruptedException {
    final Path path = path(location);
    final CompletableFuture<Copied> copied = new CompletableFuture<>();
    final Thread thread = Thread.ofPlatform().daemon().name("labelstream-read").start(() -> copied.complete(copied(location, path, bytes, target)));
    try {
      switch (copied.get(Math.max(deadline - System.nanoTime(), 0), TimeUnit.NANOSECONDS)) {
        case Copied.Done _ -> { }
        case Copied.NotRead(final Rejection rejection) -> throw new ArtifactException(rejection);
        case Copied.NotWritten(final IOException failure) -> throw failure;
        case Copied.Failed(final RuntimeException bug) -> throw bug;
      }
    } catch (final TimeoutException late) {
      throw new ArtifactException(new Rejection(RejectionCode.FETCH_TIMED_OUT, location + " did not give " + bytes + " bytes in time"));
    } catch (final ExecutionException impossible) {
      throw new AssertionError("the copy completes with a value", impossible);
    } finally {
      thread.interrupt();
    }
  }

  /** The result of copying. */
  private sealed interface Copied {
    record Done() implements Copied {}

    record NotRead(Rejection rejection) implements Copied {}

    record NotWritten(IOException failure) implements Copied {}

    record Failed(RuntimeException bug) implements Copied {}
  }

  private Copied copied(final String location, final Path path, final long bytes, final FileChannel target) {
    final ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER_BYTES, bytes + 1));
    try (FileChannel source = open(location, path)) {
      for (long position = 0; position <= bytes; ) {
        buffer.clear().limit((int) Math.min(buffer.capacity(), bytes + 1 - position));
        if (read(source, buffer, location) < 0) {
          return new Copied.Done();
        }
        buffer.flip();
        while (buffer.hasRemaining()) {
          position += target.write(buffer, position);
        }
      }
      return new Copied.Done();
    } catch (final ArtifactException rejected) {
      return new Copied.NotRead(rejected.rejection());
    } catch (final IOException failure) {
      return new Copied.NotWritten(failure);
    } catch (final RuntimeException bug) {
      return new Copied.Failed(bug);
    }
  }

  private static int read(final FileChannel source, final ByteBuffer buffer, final String location) throws ArtifactException {
    try {
      return source.read(buffer);
    } catch (final IOException failure) {
      throw unreadable(location, failure);
    }
  }

  private FileChannel open(final String location, final Path path) throws ArtifactException {
    try {
      final Path real = path.toRealPath();
      if (!isAllowed(real)) {
        throw new ArtifactException(
            new Rejection(RejectionCode.LOCATION_FORBIDDEN, location + " is at " + real + ", which is below none of the allowed folders " + allowed));
      }
      if (!Files.isRegularFile(real)) {
        throw new ArtifactException(new Rejection(RejectionCode.LOCATION_UNREADABLE, location + " is not a regular file"));
      }
      return opener.open(real);
    } catch (final NoSuchFileException missing) {
      throw missing(location, path);
    } catch (final IOException failure) {
      throw unreadable(location, failure);
    }
  }

  /** Opens the file itself, and not the target of a link that has taken its place in the meantime. */
  private static FileChannel openItself(final Path real) throws IOException {
    return FileChannel.open(real, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
  }

  /** A missing file is called missing only below an allowed folder; elsewhere it is forbidden. */
  private ArtifactException missing(final String location, final Path path) {
    final Path normal = path.toAbsolutePath().normalize();
    return isAllowed(normal) || allowed.stream().anyMatch(folder -> normal.startsWith(folder.toAbsolutePath().normalize()))
        ? new ArtifactException(new Rejection(RejectionCode.LOCATION_UNREADABLE, location + " does not exist"))
        : new ArtifactException(new Rejection(RejectionCode.LOCATION_FORBIDDEN, location + " is below none of the allowed folders " + allowed));
  }

  private boolean isAllowed(final Path real) {
    return reach == Reach.EVERYWHERE || allowed.stream().anyMatch(folder -> isBelow(real, folder));
  }

  private static boolean isBelow(final Path real, final Path folder) {
    try {
      return real.startsWith(folder.toRealPath());
    } catch (final IOException missing) {
      // Nothing can be below a folder that does not exist.
      return false;
    }
  }

  private static Path path(final String location) throws ArtifactException {
    try {
      final URI uri = URI.create(location);
      if ("file".equalsIgnoreCase(uri.getScheme()) && uri.getHost() == null && uri.getQuery() == null && uri.getFragment() == null) {
        return Path.of(URI.create("file:" + uri.getRawPath()));
      }
    } catch (final IllegalArgumentException malformed) {
      // As any other form: refused below.
    }
    // Not quoted, as a user or a query may hold a secret.
    throw new ArtifactException(new Rejection(RejectionCode.LOCATION_FORBIDDEN,
        "expected file:///absolute/path as location, percent-encoded, without user, host, query and fragment"));
  }

  private static ArtifactException unreadable(final String location, final IOException failure) {
    final String reason = failure instanceof FileSystemException named && named.getReason() != null ? named.getReason() : failure.getClass().getSimpleName();
    return new ArtifactException(new Rejection(RejectionCode.LOCATION_UNREADABLE, location + " cannot be read: " + reason));
  }
}
