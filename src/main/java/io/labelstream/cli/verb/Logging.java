package io.labelstream.cli.verb;

/**
 * The logging configuration of the command line. As a library we bring none, so the file is not at the place where Logback looks by itself.
 */
public final class Logging {
  private static final String FILE = "logback.configurationFile";

  private Logging() {}

  /** Names our configuration unless the user has named one. Loads no logging class. */
  public static void configure() {
    if (System.getProperty(FILE) == null) {
      System.setProperty(FILE, "io/labelstream/cli/verb/logback.xml");
    }
  }

  /** Sets the levels; heeded only before the first logger is made. */
  public static void levels(final String ours, final String others) {
    System.setProperty("labelstream.log.level", System.getProperty("labelstream.log.level", ours));
    System.setProperty("labelstream.log.others", System.getProperty("labelstream.log.others", others));
  }
}
