package io.labelstream.bench.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The conversation of a child process with the bench: a command a line comes in, and an answer a line, as JSON, goes out. The input's end ends the child. */
final class ChildLines {
  static final ObjectMapper JSON = new ObjectMapper();

  private static final BufferedReader COMMANDS = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
  private static final PrintStream ANSWERS = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private ChildLines() {}

  /** The next command; empty at the end. */
  static Optional<String> command() throws IOException {
    return Optional.ofNullable(COMMANDS.readLine());
  }

  static void answer(final Record answer) {
    try {
      ANSWERS.println(JSON.writeValueAsString(answer));
    } catch (final JsonProcessingException impossible) {
      throw new UncheckedIOException("a record cannot be written as JSON", impossible);
    }
  }
}
