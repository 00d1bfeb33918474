package io.labelstream.pipeline.replay;

import io.labelstream.wire.LabelEncoder;
import io.labelstream.wire.LabeledText.Label;
import io.labelstream.wire.LabeledText.Lineage;
import io.labelstream.wire.LabeledText.Origin;
import io.labelstream.wire.LabeledText.SlotLabels;
import io.labelstream.wire.SlotEncoder;
import io.labelstream.wire.TextVector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Stands in for an encoder, and keeps the labels of the last text as objects. Not thread-safe. */
final class LabelKeeper implements LabelEncoder {
  private static final byte[] NOTHING = {};

  private final List<SlotLabels> slots = new ArrayList<>();

  /** The labels of the last text; their vectors are valid until the next text. */
  List<SlotLabels> slots() {
    return slots;
  }

  @Override
  public SlotEncoder slot(final String slot, final Lineage model) {
    return new Slot(slot, model);
  }

  @Override
  public void begin(final int count) {
    slots.clear();
  }

  @Override
  public byte[] end(final Origin origin) {
    return NOTHING;
  }

  private final class Slot implements SlotEncoder {
    private final String name;
    private final Lineage model;
    private final List<Label> labels = new ArrayList<>();

    Slot(final String name, final Lineage model) {
      this.name = name;
      this.model = model;
    }

    @Override
    public void begin(final int count) {
      labels.clear();
    }

    @Override
    public void label(final byte[] utf8, final int offset, final int length, final float score) {
      labels.add(new Label(new String(utf8, offset, length, StandardCharsets.UTF_8), score));
    }

    @Override
    public void end(final TextVector vector) {
      slots.add(new SlotLabels(name, labels, model, vector));
    }
  }
}
