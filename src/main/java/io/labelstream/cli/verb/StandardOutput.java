package io.labelstream.cli.verb;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The process's standard output, unbuffered. A failed write is a {@link ReaderGoneException} where the output is a pipe or a socket, and a
 * {@link CliException} elsewhere, as on a full disk.
 */
final class StandardOutput extends OutputStream {
  private static final Path DESCRIPTOR = Path.of("/dev/fd/1");
  private static final int TYPE_MASK = 0xF000;
  private static final int FIFO = 0x1000;
  private static final int SOCKET = 0xC000;

  private final FileOutputStream descriptor = new FileOutputStream(FileDescriptor.out);

  @Override
  public void write(final int oneByte) throws IOException {
    write(new byte[] {(byte) oneByte}, 0, 1);
  }

  @Override
  public void write(final byte[] bytes, final int offset, final int length) throws IOException {
    try {
      descriptor.write(bytes, offset, length);
    } catch (final IOException failure) {
      if (hasReader()) {
        throw new ReaderGoneException(failure);
      }
      throw new CliException(ExitCode.OUTPUT_FAILED, "cannot write to standard output: " + failure.getMessage(), failure);
    }
  }

  /** The error's text is in the language of the system, so this checks the kind of the descriptor instead. */
  private static boolean hasReader() {
    try {
      final int type = (int) Files.getAttribute(DESCRIPTOR, "unix:mode") & TYPE_MASK;
      return type == FIFO || type == SOCKET;
    } catch (final IOException | UnsupportedOperationException unknown) {
      return true;
    }
  }
}
