package io.labelstream.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** A program of {@code src/test/cpp} around a peer of label trees, which holds a model and texts, and answers requests in a line each. */
final class RunningPeer implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final PrintWriter requests;
  private final double[] quality;

  private RunningPeer(final Process process) throws IOException {
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.requests = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    this.quality = Arrays.stream(answer().split(" ")).mapToDouble(Double::parseDouble).toArray();
  }

  /** Starts the program, and returns when it has its model and has classified each text once. */
  static RunningPeer start(final List<String> command) throws IOException {
    return new RunningPeer(new ProcessBuilder(command).redirectError(Redirect.INHERIT).start());
  }

  int texts() {
    return (int) quality[0];
  }

  /** P@1, P@3 and P@5 in percent. */
  double[] precision() {
    return Arrays.copyOfRange(quality, 1, quality.length);
  }

  /** The CPU time a text, of each {@code step}-th text from {@code first} on, by a call each. */
  double nanosOfOne(final int first, final int step) throws IOException {
    return nanos("one " + first + " " + step);
  }

  /** The CPU time a text, of all texts by one call. */
  double nanosOfAll() throws IOException {
    return nanos("all");
  }

  private double nanos(final String request) throws IOException {
    requests.println(request);
    return Double.parseDouble(answer());
  }

  private String answer() throws IOException {
    final String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("the peer's program ended before it answered");
    }
    return answer;
  }

  @Override
  public void close() throws IOException {
    requests.close();
    try {
      process.waitFor();
    } catch (final InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
    }
  }
}
