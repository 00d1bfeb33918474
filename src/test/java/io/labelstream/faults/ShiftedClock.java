package io.labelstream.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/** A clock that is off, for a whole JVM: an agent that has every call of the time of day in our classes and in Kafka's end here. */
public final class ShiftedClock {
  private static final Map<String, String> CALLS = Map.of(
      "java/lang/System.currentTimeMillis()J", "currentTimeMillis", "java/time/Instant.now()Ljava/time/Instant;", "now",
      "java/time/InstantSource.system()Ljava/time/InstantSource;", "system");
  private static final List<String> PACKAGES = List.of("io/labelstream/", "org/apache/kafka/");

  private static volatile long shiftMillis;

  private ShiftedClock() {}

  /** A way to start an instance whose clock is ahead by so much, or behind. */
  static Instance.Variation by(final Duration shift) {
    return Instance.Variation.USUAL.with("-javaagent:" + Agent.JAR + "=" + shift.toMillis());
  }

  /** The JVM takes agents as jars; the class itself is on the class path. */
  private static final class Agent {
    private static final Path JAR = write();

    private static Path write() {
      final Manifest manifest = new Manifest();
      manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
      manifest.getMainAttributes().put(new Attributes.Name("Premain-Class"), ShiftedClock.class.getName());
      try {
        final Path jar = Files.createTempFile("shifted-clock-", ".jar");
        jar.toFile().deleteOnExit();
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        return jar;
      } catch (final IOException unwritable) {
        throw new UncheckedIOException(unwritable);
      }
    }
  }

  public static void premain(final String millis, final Instrumentation instrumentation) {
    shiftMillis = Long.parseLong(millis);
    instrumentation.addTransformer(new Transformer());
  }

  public static long currentTimeMillis() {
    return System.currentTimeMillis() + shiftMillis;
  }

  public static Instant now() {
    return Instant.now().plusMillis(shiftMillis);
  }

  public static InstantSource system() {
    return InstantSource.offset(InstantSource.system(), Duration.ofMillis(shiftMillis));
  }

  private static final class Transformer implements ClassFileTransformer {
    private static final ClassDesc HERE = ShiftedClock.class.describeConstable().orElseThrow();

    @Override
    public byte @Nullable [] transform(final @Nullable ClassLoader loader, final @Nullable String name, final @Nullable Class<?> redefined,
        final @Nullable ProtectionDomain domain, final byte[] bytes) {
      if (name == null || PACKAGES.stream().noneMatch(name::startsWith) || name.equals(ShiftedClock.class.getName().replace('.', '/'))) {
        return null;
      }
      final ClassFile file = ClassFile.of();
      return file.transformClass(file.parse(bytes), ClassTransform.transformingMethodBodies((code, element) -> {
        if (element instanceof final InvokeInstruction call && call.opcode() == Opcode.INVOKESTATIC) {
          replace(code, call);
        } else {
          code.with(element);
        }
      }));
    }

    private static void replace(final CodeBuilder code, final InvokeInstruction call) {
      final String ours = CALLS.get(call.owner().asInternalName() + "." + call.name().stringValue() + call.type().stringValue());
      if (ours == null) {
        code.with(call);
      } else {
        code.invokestatic(HERE, ours, call.typeSymbol());
      }
    }
  }
}
