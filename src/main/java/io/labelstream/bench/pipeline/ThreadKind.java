package io.labelstream.bench.pipeline;

/** The kinds of threads whose CPU time is told apart. */
public enum ThreadKind {
  /** Kafka Streams' own threads: poll, decode, classify, encode, send. */
  STREAM,
  /** The network threads of producers. */
  PRODUCER,
  /** The garbage collector. */
  GC,
  /** The compilers. */
  JIT,
  /** All others, and threads of the JVM that ended before they were seen. */
  OTHER;

  /** The kind of a Java thread by its name; others than streams and producers are not told apart. */
  static ThreadKind ofJavaThread(final String name) {
    if (name.contains("-StreamThread-")) {
      return name.startsWith("kafka-producer-network-thread") ? PRODUCER : STREAM;
    }
    return OTHER;
  }

  /** The kind of a thread of the JVM by the name that Linux knows it by, of which it keeps 15 characters. */
  static ThreadKind ofNativeThread(final String name) {
    if (name.startsWith("C1 Compiler") || name.startsWith("C2 Compiler")) {
      return JIT;
    }
    return name.startsWith("GC Thread") || name.startsWith("G1 ") ? GC : OTHER;
  }
}
