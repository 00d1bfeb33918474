package io.labelstream.topology;

import io.labelstream.model.ModelOptions;
import io.labelstream.model.ModelRefusedException;
import java.io.IOException;

/** Opens the model of a slot. */
interface SlotOpener {
  Slot open(SlotConfig config, ModelOptions options) throws IOException, ModelRefusedException;
}
