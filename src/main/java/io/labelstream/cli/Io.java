package io.labelstream.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * What a verb reads and writes. Text is UTF-8 whatever the system's language is: models, topics and pipes know no other encoding.
 *
 * @param in bytes to read
 * @param out where the verb's result goes, unbuffered
 * @param err where messages for people go
 */
record Io(InputStream in, OutputStream out, PrintStream err) {

  /** The process's own streams. */
  static Io ofProcess() {
    return new Io(StandardInput.ofProcess(), new StandardOutput(), new PrintStream(System.err, true, StandardCharsets.UTF_8));
  }
}
