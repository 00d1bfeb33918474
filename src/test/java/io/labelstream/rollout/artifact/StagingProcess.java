package io.labelstream.rollout.artifact;

import java.nio.file.Path;

/** A process with a file in staging, below the folder that is its argument, until it is killed. */
final class StagingProcess {
  /** Said when the file is there. */
  static final String STAGED = "staged";

  private StagingProcess() {}

  public static void main(final String[] arguments) throws Exception {
    new Staging(Path.of(arguments[0])).newFile();
    System.out.println(STAGED);
    Thread.currentThread().join();
  }
}
