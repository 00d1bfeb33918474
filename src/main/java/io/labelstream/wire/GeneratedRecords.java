package io.labelstream.wire;

import io.labelstream.wire.avro.Label;
import io.labelstream.wire.avro.LabeledText;
import io.labelstream.wire.avro.Lineage;
import io.labelstream.wire.avro.Origin;
import io.labelstream.wire.avro.ShadowDisagreement;
import io.labelstream.wire.avro.SlotLabels;
import io.labelstream.wire.avro.TextEvent;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.avro.util.ClassSecurityValidator;

/** The classes that are generated from {@code schemas}. */
public final class GeneratedRecords {
  private static final List<Class<?>> CLASSES =
      List.of(TextEvent.class, LabeledText.class, SlotLabels.class, Label.class, Lineage.class, Origin.class, ShadowDisagreement.class);
  private static final AtomicBoolean TRUSTED = new AtomicBoolean();

  private GeneratedRecords() {}

  /**
   * Lets Avro, in this JVM, read values into our generated classes: by itself it makes no object of a class that is not declared as trusted, not even of one
   * that its compiler made. Other classes stay as they were. To be called once by a program that reads labels, or text events,
   * into these classes; calling it again changes nothing. Writing needs no such permission.
   */
  public static void trust() {
    if (TRUSTED.compareAndSet(false, true)) {
      final ClassSecurityValidator.Builder ours = ClassSecurityValidator.builder();
      CLASSES.forEach(ours::add);
      ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(ClassSecurityValidator.getGlobal(), ours.build()));
    }
  }
}
