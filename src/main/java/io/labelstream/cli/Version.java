package io.labelstream.cli;

import picocli.CommandLine.IVersionProvider;

/** The answer to {@code --version}: ours and the JVM's. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    final String version = Main.class.getPackage().getImplementationVersion();
    return new String[] {Main.NAME + " " + (version == null ? "(unpackaged)" : version), "Java " + Runtime.version()};
  }
}
