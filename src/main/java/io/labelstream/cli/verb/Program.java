package io.labelstream.cli.verb;

import picocli.CommandLine.IVersionProvider;

/** The program's name and version, and the answer to {@code --version}: ours and the JVM's. */
public final class Program implements IVersionProvider {
  public static final String NAME = "labelstream";

  @Override
  public String[] getVersion() {
    return new String[] {NAME + " " + version(), "Java " + Runtime.version()};
  }

  public static String version() {
    final String version = Program.class.getPackage().getImplementationVersion();
    return version == null ? "(unpackaged)" : version;
  }
}
