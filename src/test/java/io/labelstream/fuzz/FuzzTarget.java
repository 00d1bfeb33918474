package io.labelstream.fuzz;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A reader of bytes that others have written, and the rules that it keeps whatever they are.
 *
 * @param name of one word, to choose the reader by
 * @param seeds inputs that it accepts, one of each form
 * @param reader reads an input to its end, and uses what it gives
 * @param refusals the exceptions by which it may refuse an input; anything else that it throws is a fault
 * @param bound the memory that it may allocate
 * @param layout puts the sizes of an input right again, so that changes get past the first check; the identity where there are none
 */
record FuzzTarget(
    String name, List<byte[]> seeds, Reader reader, List<Class<? extends Exception>> refusals, Bound bound, UnaryOperator<byte[]> layout) {
  FuzzTarget {
    seeds = List.copyOf(seeds);
    refusals = List.copyOf(refusals);
  }

  static FuzzTarget of(
      final String name, final List<byte[]> seeds, final Bound bound, final Reader reader, final List<Class<? extends Exception>> refusals) {
    return new FuzzTarget(name, seeds, reader, refusals, bound, UnaryOperator.identity());
  }

  /** The same target with inputs of this layout. */
  FuzzTarget with(final UnaryOperator<byte[]> other) {
    return new FuzzTarget(name, seeds, reader, refusals, bound, other);
  }

  /** Reads an input. */
  @FunctionalInterface
  interface Reader {
    /** The outcome of an input that is accepted. */
    String ACCEPTED = "accepted";

    /** Reads an input, and tells how that ended: {@link #ACCEPTED}, or the kind of a refusal that is told by a value. */
    String read(byte[] input) throws Exception;
  }

  /**
   * The most bytes that one input may make the JVM allocate: some for each byte of the input, and some for any.
   *
   * @param threads the threads that count
   */
  record Bound(long perByte, long constant, Threads threads) {
    /** The threads that read an input. */
    enum Threads {
      /** That of the caller. */
      CALLER,
      /** Those of a server and a client, too; time is that of a clock then. */
      ALL
    }

    static Bound of(final long perByte, final long constant) {
      return new Bound(perByte, constant, Threads.CALLER);
    }

    long bytes(final int input) {
      return perByte * input + constant;
    }
  }
}
