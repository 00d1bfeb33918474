package io.labelstream.build;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Gives the classes of a library that were compiled for Java 5 the form of Java 8, with the same code. The build does this before it makes the JVM's
 * ahead-of-time caches, which take no classes of before Java 6: every verb would spend a tenth of a second of processor time to read and verify picocli's 180.
 */
final class LibraryUpgrade {
  private LibraryUpgrade() {}

  /** Upgrades the jar files that are named, in place. One that has no old classes stays as it is. */
  public static void main(final String[] arguments) throws IOException {
    for (final String argument : arguments) {
      upgrade(Path.of(argument));
    }
  }

  static void upgrade(final Path jar) throws IOException {
    final Path upgraded = jar.resolveSibling(jar.getFileName() + ".part");
    boolean isOld = false;
    try (JarFile library = new JarFile(jar.toFile());
        URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
        OutputStream file = Files.newOutputStream(upgraded);
        JarOutputStream out = new JarOutputStream(file)) {
      final ClassHierarchyResolver hierarchy =
          ClassHierarchyResolver.ofResourceParsing(loader).orElse(ClassHierarchyResolver.defaultResolver()).cached();
      final ClassFile classes = ClassFile.of(StackMapsOption.GENERATE_STACK_MAPS, ClassHierarchyResolverOption.of(hierarchy));
      for (final JarEntry entry : Collections.list(library.entries())) {
        final byte[] content = library.getInputStream(entry).readAllBytes();
        final boolean isOldClass = entry.getName().endsWith(".class") && classes.parse(content).majorVersion() < ClassFile.JAVA_6_VERSION;
        final JarEntry copy = new JarEntry(entry.getName());
        copy.setTime(entry.getTime());
        out.putNextEntry(copy);
        out.write(isOldClass ? upgraded(classes, content) : content);
        isOld |= isOldClass;
      }
    }
    if (isOld) {
      Files.move(upgraded, jar, StandardCopyOption.REPLACE_EXISTING);
    } else {
      Files.delete(upgraded);
    }
  }

  private static byte[] upgraded(final ClassFile classes, final byte[] content) {
    final ClassModel old = classes.parse(content);
    final ClassTransform version =
        (builder, element) -> {
          if (element instanceof ClassFileVersion) {
            builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
          } else {
            builder.with(element);
          }
        };
    // Code that goes through a transform is written anew, with the stack maps that newer class files need.
    return classes.transformClass(old, version.andThen(ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)));
  }
}
