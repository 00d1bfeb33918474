package io.labelstream.cli;

import picocli.CommandLine.IVersionProvider;

/** The answer to {@code --version}: ours and the JVM's. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {Main.NAME + " " + program(), "Java " + Runtime.version()};
  }

  /** The program's own version. */
  static String program() {
    final String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "(unpackaged)" : version;
  }
}
