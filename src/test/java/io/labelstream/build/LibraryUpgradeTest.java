package io.labelstream.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryUpgradeTest {
  private static final String CLASS = "Old.class";
  private static final String TEXT = "a/text.txt";

  @TempDir private Path directory;

  @Test
  void shouldGiveOldClassesTheNewFormAndLeaveTheirCodeAsItIs() throws Exception {
    // Given
    final Path jar = jar(ClassFile.JAVA_5_VERSION);
    // When
    LibraryUpgrade.upgrade(jar);
    // Then
    try (JarFile upgraded = new JarFile(jar.toFile());
        URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
      assertThat(ClassFile.of().parse(content(upgraded, CLASS)).majorVersion()).isEqualTo(ClassFile.JAVA_8_VERSION);
      assertThat(new String(content(upgraded, TEXT), StandardCharsets.UTF_8)).isEqualTo("text");
      final Class<?> old = loader.loadClass("Old");
      assertThat(old.getMethod("larger", int.class, int.class).invoke(null, 3, 7)).isEqualTo(7);
    }
  }

  @Test
  void shouldLeaveALibraryAsItIsWhenItHasNoOldClasses() throws Exception {
    // Given
    final Path jar = jar(ClassFile.JAVA_6_VERSION);
    final byte[] before = Files.readAllBytes(jar);
    // When
    LibraryUpgrade.upgrade(jar);
    // Then
    assertThat(Files.readAllBytes(jar)).isEqualTo(before);
    assertThat(directory).isDirectoryNotContaining("glob:**.part");
  }

  /** A library with a text and a class of this version, whose method branches. */
  private Path jar(final int version) throws IOException {
    final Path jar = directory.resolve("library.jar");
    final byte[] compiled =
        ClassFile.of(version >= ClassFile.JAVA_6_VERSION ? ClassFile.StackMapsOption.STACK_MAPS_WHEN_REQUIRED : ClassFile.StackMapsOption.DROP_STACK_MAPS)
            .build(ClassDesc.of("Old"), type -> type.withVersion(version, 0)
                .withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_SUPER)
                .withMethodBody(
                    "larger", MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_int, ConstantDescs.CD_int),
                    ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
                    code -> {
                      final Label second = code.newLabel();
                      code.iload(0).iload(1).if_icmplt(second).iload(0).ireturn().labelBinding(second).iload(1).ireturn();
                    }));
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      out.putNextEntry(new JarEntry(CLASS));
      out.write(compiled);
      out.putNextEntry(new JarEntry(TEXT));
      out.write("text".getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }

  private static byte[] content(final JarFile jar, final String entry) throws IOException {
    return jar.getInputStream(jar.getEntry(entry)).readAllBytes();
  }
}
