package io.labelstream.cli.verb;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** A verb of the command line. Used once: options set its fields, then it is called, and returns the exit status. */
public interface Verb extends Callable<Integer> {
  /** Its name, its help and its options. */
  CommandSpec spec();
}
