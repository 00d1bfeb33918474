package io.labelstream.model.load.internal;

import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/**
 * Shows only the first of the files with the same name on the class path. Searching for all services opens every jar of the class path, which takes longer than
 * opening a small model: those of the first service file are tried first.
 */
public final class FirstServiceFile extends ClassLoader {
  /** @param parent finds the files and loads the classes */
  public FirstServiceFile(final ClassLoader parent) {
    super(parent);
  }

  @Override
  public Enumeration<URL> getResources(final String name) {
    final URL first = getResource(name);
    return first == null ? Collections.emptyEnumeration() : Collections.enumeration(List.of(first));
  }
}
