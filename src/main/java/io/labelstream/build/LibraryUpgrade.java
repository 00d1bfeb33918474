package io.labelstream.build;

import java.io.IOException;
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
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Rewrites the classes of a library that were compiled for Java 5 as Java 8 class files with the same code. The build does this before it makes the
 * ahead-of-time cache, which accepts no classes older than Java 6: loading and verifying picocli's 180 would take half the time of {@code --version}, and a
 * third of a {@code classify} of one line.
 */
final class LibraryUpgrade {
  private LibraryUpgrade() {}

  /** Upgrades the named jar file in place. */
  public static void main(final String[] arguments) throws IOException {
    upgrade(Path.of(arguments[0]));
  }

  static void upgrade(final Path jar) throws IOException {
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
        FileSystem library = FileSystems.newFileSystem(jar)) {
      final ClassHierarchyResolver hierarchy =
          ClassHierarchyResolver.ofResourceParsing(loader).orElse(ClassHierarchyResolver.defaultResolver()).cached();
      final ClassFile classes = ClassFile.of(StackMapsOption.GENERATE_STACK_MAPS, ClassHierarchyResolverOption.of(hierarchy));
      final List<Path> files;
      try (var all = Files.walk(library.getPath("/"))) {
        files = all.filter(file -> file.toString().endsWith(".class")).toList();
      }
      for (final Path file : files) {
        final ClassModel parsed = classes.parse(file);
        if (parsed.majorVersion() < ClassFile.JAVA_6_VERSION) {
          Files.write(file, upgraded(classes, parsed));
        }
      }
    }
  }

  private static byte[] upgraded(final ClassFile classes, final ClassModel old) {
    final ClassTransform version =
        (builder, element) -> {
          if (element instanceof ClassFileVersion) {
            builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
          } else {
            builder.with(element);
          }
        };
    // A transform makes the code be written anew, with the stack maps that newer class files need.
    return classes.transformClass(old, version.andThen(ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)));
  }
}
