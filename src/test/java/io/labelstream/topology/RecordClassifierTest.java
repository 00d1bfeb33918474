package io.labelstream.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelstream.fixture.Deadline;
import io.labelstream.fixture.Entries;
import io.labelstream.fixture.FastTextModelFile;
import io.labelstream.fixture.FirstByteClassifier;
import io.labelstream.fixture.OneLabelClassifier;
import io.labelstream.fixture.ScriptedModels;
import io.labelstream.model.Predictions;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.load.ModelLoader;
import io.labelstream.rollout.control.CanaryKeys;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Lead;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.topology.PipelineStats.ShadowCounts;
import io.labelstream.topology.PipelineStats.SlotVersion;
import io.labelstream.topology.internal.ModelSlot;
import io.labelstream.topology.internal.RolloutRules;
import io.labelstream.topology.internal.UncertainPolicy;
import io.labelstream.wire.JsonLabelEncoder;
import io.labelstream.wire.JsonShadowEncoder;
import io.labelstream.wire.LabeledText.Origin;
import io.labelstream.wire.PlainTextDecoder;
import io.labelstream.wire.ShadowEncoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecordClassifierTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long NOW = 1_700_000_000_000L;
  private static final long SWITCH = NOW - 10_000;
  private static final long EVER = Long.MAX_VALUE;
  private static final Duration LEAD = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(40);
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(NOW));

  private static final Entry OLD = Entries.live("old", Entry.BEGINNING, 0);
  private static final Entry NEW = Entries.live("new", SWITCH, 1);

  private final OneLabelClassifier oldModel = new OneLabelClassifier("old label");
  private final OneLabelClassifier newModel = new OneLabelClassifier("new label");
  private final PipelineStats stats = new PipelineStats();

  @Test
  void shouldChangeTheVersionExactlyAtItsEffectiveTime() {
    // Given
    final RecordClassifier classifier = classifier(twoVersions(EVER));

    // When
    final List<String> versions = versions(classifier, SWITCH - 1, SWITCH, SWITCH + 1);

    // Then
    assertThat(versions).containsExactly("old", "new", "new");
  }

  @Test
  void shouldChooseByTimestampInWhateverOrderRecordsCome() {
    // Given
    final RecordClassifier classifier = classifier(twoVersions(EVER));

    // When
    final List<String> versions = versions(classifier, SWITCH, SWITCH - 1, Long.MAX_VALUE, SWITCH + 5, 0, Long.MIN_VALUE, SWITCH, SWITCH - 1);

    // Then
    assertThat(versions).containsExactly("new", "old", "new", "new", "old", "old", "new", "old");
  }

  @Test
  void shouldHoldEachVersionOnceWhileRecordsAlternate() {
    // Given
    final ScriptedModels models = twoVersions(EVER);
    final RecordClassifier classifier = classifier(models);

    // When
    for (int round = 0; round < 100; round++) {
      versions(classifier, SWITCH - 1, SWITCH);
    }

    // Then
    assertThat(models.acquisitions()).isEqualTo(2);
    assertThat(stats.labelled()).containsEntry(new SlotVersion("slot", OLD.id()), 100L).containsEntry(new SlotVersion("slot", NEW.id()), 100L);
  }

  @Test
  void shouldTellTheLineageOfTheVersionThatLabelled() throws IOException {
    // Given
    final RecordClassifier classifier = classifier(twoVersions(EVER));

    // When
    final JsonNode slot = slots(classify(classifier, "text", null, SWITCH)).getFirst();

    // Then
    assertThat(slot.at("/labels/0/name").asText()).isEqualTo("new label");
    assertThat(slot.at("/model/sha256").asText()).isEqualTo(NEW.id().sha256());
    assertThat(slot.at("/model/effectiveFrom").asText()).isEqualTo(Instant.ofEpochMilli(SWITCH).toString());
    assertThat(slot.at("/model/controlOffset").asLong()).isEqualTo(1);
    assertThat(slot.at("/model/traffic").asText()).isEqualTo("live");
    assertThat(slot.at("/model/confirmed").asBoolean()).isTrue();
  }

  @Test
  void shouldTakeANewPlanWithTheNextRecord() {
    // Given
    final ScriptedModels models = twoVersions(EVER).publish(EVER, OLD);
    final RecordClassifier classifier = classifier(models);
    final List<String> before = versions(classifier, SWITCH);
    models.publish(EVER, OLD, NEW);

    // When
    final List<String> after = versions(classifier, SWITCH);

    // Then
    assertThat(before).containsExactly("old");
    assertThat(after).containsExactly("new");
  }

  @Test
  void shouldWaitForTheHorizonToPassTheRecord() {
    // Given
    final ScriptedModels models = twoVersions(NOW).publish(NOW, OLD);
    final RecordClassifier classifier = classifier(models, UncertainPolicy.WAIT, LONG);
    final CompletableFuture<List<String>> versions = CompletableFuture.supplyAsync(() -> versions(classifier, NOW - 1, NOW));
    awaitWaiting(models);

    // When
    models.publish(NOW + 1, OLD, NEW);

    // Then
    assertThat(versions.join()).as("the record must get the version that became known while it waited").containsExactly("old", "new");
    assertThat(stats.waits()).isEqualTo(1);
    assertThat(stats.waited()).isPositive();
  }

  @Test
  void shouldFailTheTaskWhenTheHorizonStandsStill() {
    // Given
    final RecordClassifier classifier = classifier(twoVersions(NOW), UncertainPolicy.WAIT, SHORT);

    // When
    final ModelPendingException pending = catchThrowableOfType(ModelPendingException.class, () -> versions(classifier, NOW));

    // Then
    assertThat(pending).hasMessageContaining("slot slot").hasMessageContaining(Instant.ofEpochMilli(NOW).toString()).hasMessageContaining("40 ms");
  }

  @Test
  void shouldProceedBeyondTheHorizonWhenToldAndSaySo() throws IOException {
    // Given
    final RecordClassifier classifier = classifier(twoVersions(NOW), UncertainPolicy.PROCEED, LONG);

    // When
    final JsonNode within = slots(classify(classifier, "text", null, NOW - 1)).getFirst();
    final JsonNode beyond = slots(classify(classifier, "text", null, NOW)).getFirst();
    final JsonNode withinAgain = slots(classify(classifier, "text", null, NOW - 1)).getFirst();

    // Then
    assertThat(within.at("/model/confirmed").asBoolean()).isTrue();
    assertThat(beyond.at("/model/confirmed").asBoolean()).isFalse();
    assertThat(beyond.at("/model/version").asText()).isEqualTo("new");
    assertThat(withinAgain.at("/model/confirmed").asBoolean()).isTrue();
    assertThat(stats.waits()).isZero();
  }

  @Test
  void shouldRefuseARecordThatIsFurtherAheadThanAnyClockMayBe() {
    // Given
    final RecordClassifier classifier = classifier(twoVersions(NOW), UncertainPolicy.WAIT, SHORT);
    final long most = NOW + LEAD.toMillis() / 2;

    // When
    final UnclassifiableRecordException refused =
        catchThrowableOfType(UnclassifiableRecordException.class, () -> versions(classifier, most + 1));

    // Then
    assertThat(refused.reason()).isEqualTo(DeadLetterReason.FUTURE_TIMESTAMP);
    assertThat(catchThrowableOfType(ModelPendingException.class, () -> versions(classifier, most))).isNotNull();
  }

  @Test
  void shouldNotRefuseTheFutureWhereItProceedsAnyway() {
    // Given
    final RecordClassifier classifier = classifier(twoVersions(NOW), UncertainPolicy.PROCEED, SHORT);

    // When
    final List<String> versions = versions(classifier, Long.MAX_VALUE);

    // Then
    assertThat(versions).containsExactly("new");
  }

  @ParameterizedTest
  @EnumSource(UncertainPolicy.class)
  void shouldRefuseARecordThatIsOlderThanEveryVersion(final UncertainPolicy policy) {
    // Given
    final ScriptedModels models = ScriptedModels.of(EVER, NEW).open(NEW, newModel);
    final RecordClassifier classifier = classifier(models, policy, SHORT);

    // When
    final UnclassifiableRecordException refused =
        catchThrowableOfType(UnclassifiableRecordException.class, () -> versions(classifier, SWITCH - 1));

    // Then
    assertThat(refused.reason()).isEqualTo(DeadLetterReason.OLDER_THAN_MODELS);
    assertThat(versions(classifier, SWITCH)).containsExactly("new");
  }

  @ParameterizedTest
  @EnumSource(UncertainPolicy.class)
  void shouldWaitForTheFirstVersionBecauseItMayBeEffectiveFromTheBeginning(final UncertainPolicy policy) {
    // Given
    final ScriptedModels models = ScriptedModels.of(EVER).open(OLD, oldModel);
    final RecordClassifier classifier = classifier(models, policy, LONG);
    final CompletableFuture<List<String>> versions = CompletableFuture.supplyAsync(() -> versions(classifier, SWITCH));
    awaitWaiting(models);

    // When
    models.publish(EVER, OLD);

    // Then
    assertThat(versions.join()).containsExactly("old");
  }

  @ParameterizedTest
  @EnumSource(UncertainPolicy.class)
  void shouldWaitForAFirstVersionThatIsUndecidedAlsoAfterARecordThatIsOlder(final UncertainPolicy policy) {
    // Given
    final ScriptedModels models = ScriptedModels.of(EVER).open(NEW, newModel).publishUndecided(EVER, SWITCH - 5, NEW);
    final RecordClassifier classifier = classifier(models, policy, SHORT);
    final UnclassifiableRecordException older = catchThrowableOfType(UnclassifiableRecordException.class, () -> versions(classifier, SWITCH - 6));

    // When
    final ModelPendingException waited = catchThrowableOfType(ModelPendingException.class, () -> versions(classifier, SWITCH - 5));

    // Then
    assertThat(older.reason()).isEqualTo(DeadLetterReason.OLDER_THAN_MODELS);
    assertThat(waited).hasMessageContaining("is not proved yet");
    assertThat(versions(classifier, SWITCH)).containsExactly("new");
  }

  @Test
  void shouldWaitForAVersionThatIsBeingPrepared() {
    // Given
    final ScriptedModels models = ScriptedModels.of(EVER, OLD, NEW).open(OLD, oldModel);
    final RecordClassifier classifier = classifier(models, UncertainPolicy.WAIT, LONG);
    assertThat(versions(classifier, SWITCH - 1)).containsExactly("old");
    final CompletableFuture<List<String>> versions = CompletableFuture.supplyAsync(() -> versions(classifier, SWITCH));
    awaitNoHold(models);

    // When
    models.open(NEW, newModel);

    // Then
    assertThat(versions.join()).containsExactly("new");
    assertThat(models.holds()).isEqualTo(1);
    assertThat(stats.waits()).isEqualTo(1);
  }

  @Test
  void shouldFailTheTaskWhenAVersionIsNotReadyInTimeAndLeakNothing() {
    // Given
    final ScriptedModels models = ScriptedModels.of(EVER, OLD, NEW).open(OLD, oldModel);
    final RecordClassifier classifier = classifier(models, UncertainPolicy.WAIT, SHORT);
    versions(classifier, SWITCH - 1);

    // When
    final ModelPendingException pending = catchThrowableOfType(ModelPendingException.class, () -> versions(classifier, SWITCH));

    // Then
    assertThat(pending).hasMessageContaining("version model new is not ready");
    assertThat(models.holds()).isZero();
  }

  @Test
  void shouldNotWaitLongerForAllRecordsTogetherThanForOne() {
    // Given
    final Patience patience = new Patience(SHORT);
    final ScriptedModels models = ScriptedModels.of(EVER, OLD, NEW).open(NEW, newModel);
    final RecordClassifier classifier = new RecordClassifier(classification(UncertainPolicy.WAIT, SHORT, ModelSlot.of("slot", models)), patience);
    patience.use(SHORT.toNanos());

    // When
    final ModelPendingException pending = catchThrowableOfType(ModelPendingException.class, () -> versions(classifier, SWITCH - 1));

    // Then
    assertThat(pending).hasMessageContaining("since the last commit");
    assertThat(versions(classifier, SWITCH)).as("what is there at once").containsExactly("new");
    assertThat(stats.waits()).isZero();
  }

  @Test
  void shouldUseUpPatienceByWhatItWaits() {
    // Given
    final Patience patience = new Patience(SHORT);
    final ScriptedModels models = ScriptedModels.of(EVER, OLD);
    final RecordClassifier classifier = new RecordClassifier(classification(UncertainPolicy.WAIT, SHORT, ModelSlot.of("slot", models)), patience);

    // When
    catchThrowableOfType(ModelPendingException.class, () -> versions(classifier, SWITCH));

    // Then
    assertThat(patience.remaining()).isZero();
    assertThat(patience.renew()).isEqualTo(Patience.Before.USED);
    assertThat(patience.remaining()).isEqualTo(SHORT);
    assertThat(patience.renew()).isEqualTo(Patience.Before.UNTOUCHED);
  }

  @Test
  void shouldLeaveOtherThreadsTheirPatience() {
    // Given
    final Patience patience = new Patience(SHORT);
    patience.use(SHORT.toNanos());

    // When
    final Duration elsewhere = CompletableFuture.supplyAsync(patience::remaining).join();

    // Then
    assertThat(patience.remaining()).isZero();
    assertThat(elsewhere).isEqualTo(SHORT);
  }

  @Test
  void shouldLabelWithWhatCountsInsteadWhenTheVersionThatIsWaitedForDoesNotAnyMore() {
    // Given
    final ScriptedModels models = ScriptedModels.of(EVER, OLD, NEW).open(OLD, oldModel);
    final RecordClassifier classifier = classifier(models, UncertainPolicy.WAIT, LONG);
    final CompletableFuture<List<String>> versions = CompletableFuture.supplyAsync(() -> versions(classifier, SWITCH));
    Deadline.within(LONG, "somebody waits for the model", models::modelsAwaited, awaited -> awaited > 0);

    // When
    models.publish(EVER, OLD);

    // Then
    assertThat(versions.join()).containsExactly("old");
  }

  @Test
  void shouldProceedWithTheVersionBeforeWhileTheRightOneIsPrepared() throws IOException {
    // Given
    final ScriptedModels models = ScriptedModels.of(EVER, OLD, NEW).open(OLD, oldModel);
    final RecordClassifier classifier = classifier(models, UncertainPolicy.PROCEED, LONG);

    // When
    final JsonNode meanwhile = slots(classify(classifier, "text", null, SWITCH)).getFirst();
    models.open(NEW, newModel);
    classifier.refresh();
    final JsonNode afterwards = slots(classify(classifier, "text", null, SWITCH)).getFirst();

    // Then
    assertThat(meanwhile.at("/model/version").asText()).isEqualTo("old");
    assertThat(meanwhile.at("/model/confirmed").asBoolean()).isFalse();
    assertThat(afterwards.at("/model/version").asText()).isEqualTo("new");
    assertThat(afterwards.at("/model/confirmed").asBoolean()).isTrue();
    assertThat(stats.waits()).isZero();
  }

  @Test
  void shouldReleaseAVersionThatNoRecordHasNeededForTwoLooks() {
    // Given
    final ScriptedModels models = twoVersions(EVER);
    final RecordClassifier classifier = classifier(models);
    versions(classifier, SWITCH - 1, SWITCH);
    final List<Integer> holds = new ArrayList<>();

    // When
    for (int look = 0; look < 4; look++) {
      classifier.refresh();
      holds.add(models.holds());
      versions(classifier, SWITCH);
    }

    // Then
    assertThat(holds).containsExactly(2, 2, 1, 1);
    assertThat(versions(classifier, SWITCH - 1)).as("a released version comes back when it is needed").containsExactly("old");
  }

  @Test
  void shouldReleaseAVersionThatHasLeftThePlanAtOnce() {
    // Given
    final ScriptedModels models = twoVersions(EVER);
    final RecordClassifier classifier = classifier(models);
    versions(classifier, SWITCH - 1, SWITCH);
    models.publish(EVER, OLD);

    // When
    classifier.refresh();

    // Then
    assertThat(models.holds()).isEqualTo(1);
    assertThat(versions(classifier, SWITCH)).containsExactly("old");
  }

  @Test
  void shouldReleaseAllWhenTheTaskEnds() {
    // Given
    final ScriptedModels models = twoVersions(EVER);
    final RecordClassifier classifier = classifier(models);
    versions(classifier, SWITCH - 1, SWITCH);

    // When
    classifier.release();

    // Then
    assertThat(models.acquisitions()).isEqualTo(2);
    assertThat(models.holds()).isZero();
  }

  @Test
  void shouldGiveTheCanaryItsKeysAndTheLiveVersionTheOthers() throws IOException {
    // Given
    final Traffic.Canary half = new Traffic.Canary(50, "salt");
    final Entry canary = Entries.of("new", half, SWITCH, 1);
    final RecordClassifier classifier = classifier(ScriptedModels.of(EVER, OLD, canary).open(OLD, oldModel).open(canary, newModel));
    final CanaryKeys chosen = CanaryKeys.of(half);

    for (int number = 0; number < 200; number++) {
      final byte[] key = bytes("key " + number);
      // When
      final JsonNode model = slots(classify(classifier, "text", key, SWITCH)).getFirst().get("model");

      // Then
      assertThat(model.get("version").asText()).as("key %d", number).isEqualTo(chosen.contains(key) ? "new" : "old");
      assertThat(model.get("traffic").asText()).isEqualTo(chosen.contains(key) ? "canary" : "live");
    }
    assertThat(oldModel.texts()).isPositive();
    assertThat(newModel.texts()).isPositive();
  }

  @Test
  void shouldLeaveRecordsWithoutAKeyToTheLiveVersion() {
    // Given
    final Entry canary = Entries.of("new", new Traffic.Canary(100, "salt"), SWITCH, 1);
    final RecordClassifier classifier = classifier(ScriptedModels.of(EVER, OLD, canary).open(OLD, oldModel).open(canary, newModel));

    // When
    final List<String> versions = List.of(
        version(classify(classifier, "text", null, SWITCH)), version(classify(classifier, "text", 17L, SWITCH)),
        version(classify(classifier, "text", "key", SWITCH)), version(classify(classifier, "text", "key", SWITCH - 1)));

    // Then
    assertThat(versions).containsExactly("old", "old", "new", "old");
  }

  @Test
  void shouldNotLetACanaryThatIsNotReadyHoldUpOtherKeys() {
    // Given
    final Entry canary = Entries.of("new", new Traffic.Canary(100, "salt"), SWITCH, 1);
    final RecordClassifier classifier =
        classifier(ScriptedModels.of(EVER, OLD, canary).open(OLD, oldModel), UncertainPolicy.WAIT, SHORT);

    // When
    final String version = version(classify(classifier, "text", null, SWITCH));

    // Then
    assertThat(version).isEqualTo("old");
    assertThat(catchThrowableOfType(ModelPendingException.class, () -> classify(classifier, "text", "key", SWITCH))).isNotNull();
  }

  @Test
  void shouldCountAgreementOfAShadowAndWriteNothing() {
    // Given
    final RecordClassifier classifier = shadowed(new OneLabelClassifier("old label"), JsonShadowEncoder::new);

    // When
    final Result result = classify(classifier, "text", null, NOW);

    // Then
    assertThat(result.disagreements()).isEmpty();
    assertThat(stats.shadows()).containsEntry("slot", new ShadowCounts(1, 0, 0, 0));
    assertThat(stats.labelled()).containsEntry(new SlotVersion("slot", OLD.id()), 1L);
    assertThat(stats.labelled().values().stream().mapToLong(Long::longValue).sum()).isEqualTo(1);
  }

  @Test
  void shouldWriteTheDisagreementOfAShadowBesideTheLabels() throws IOException {
    // Given
    final RecordClassifier classifier = shadowed(newModel, JsonShadowEncoder::new);

    // When
    final Result result = classify(classifier, "geheim", null, NOW);

    // Then
    assertThat(version(result)).isEqualTo("old");
    final byte[] value = result.disagreements().getFirst().value();
    final JsonNode disagreement = JSON.readTree(value);
    assertThat(disagreement.at("/serving")).isEqualTo(slots(result).getFirst());
    assertThat(disagreement.at("/shadow/labels/0/name").asText()).isEqualTo("new label");
    assertThat(disagreement.at("/shadow/model/traffic").asText()).isEqualTo("shadow");
    assertThat(disagreement.at("/origin/offset").asLong()).isEqualTo(42);
    assertThat(new String(value, StandardCharsets.UTF_8)).doesNotContain("geheim");
  }

  @Test
  void shouldShedTheShadowForLateRecords() {
    // Given
    final RecordClassifier classifier = shadowed(newModel, JsonShadowEncoder::new);

    // When
    classify(classifier, "text", null, NOW - 1_000);
    classify(classifier, "text", null, NOW - 1_001);

    // Then
    assertThat(newModel.texts()).isEqualTo(1);
    assertThat(stats.shadows().get("slot").shed()).isEqualTo(1);
  }

  @Test
  void shouldNotWaitForAShadowThatIsNotThereAndAskAgainLater() {
    // Given
    final Entry shadow = Entries.of("new", new Traffic.Shadow(), Entry.BEGINNING, 1);
    final ScriptedModels models = ScriptedModels.of(EVER, OLD, shadow).open(OLD, oldModel);
    final RecordClassifier classifier = task(
        classification(UncertainPolicy.WAIT, SHORT, ModelSlot.of("slot", models)).withShadow(shadowOutput(JsonShadowEncoder::new)));

    // When
    classify(classifier, "text", null, NOW);
    models.open(shadow, newModel);
    classifier.refresh();
    classify(classifier, "text", null, NOW);

    // Then
    assertThat(stats.shadows().get("slot").shed()).isEqualTo(1);
    assertThat(newModel.texts()).isEqualTo(1);
    assertThat(stats.waits()).isZero();
    assertThat(models.modelsAwaited()).isZero();
  }

  @Test
  void shouldNotLetAShadowThatFailsTouchTheRecord() {
    // Given
    final ShadowEncoder broken = disagreement -> {
      throw new UnsupportedOperationException("cannot encode");
    };
    final RecordClassifier classifier = shadowed(newModel, () -> broken);

    // When
    final Result result = classify(classifier, "text", null, NOW);

    // Then
    assertThat(version(result)).isEqualTo("old");
    assertThat(result.disagreements()).isEmpty();
    assertThat(stats.shadows()).containsEntry("slot", new ShadowCounts(0, 0, 0, 1));
  }

  @Test
  void shouldNotLetAShadowThatCannotClassifyTouchTheRecord() {
    // Given
    final FirstByteClassifier challenger = new FirstByteClassifier();
    final RecordClassifier classifier = shadowed(challenger, JsonShadowEncoder::new);
    classify(classifier, "text", null, NOW);
    challenger.close();

    // When
    final Result result = classify(classifier, "text", null, NOW);

    // Then
    assertThat(version(result)).isEqualTo("old");
    assertThat(result.disagreements()).isEmpty();
    assertThat(stats.shadows()).containsEntry("slot", new ShadowCounts(0, 0, 0, 1));
  }

  @Test
  void shouldNotLetAShadowThatCannotBeHeldTouchTheRecord() {
    // Given
    final Entry shadow = Entries.of("new", new Traffic.Shadow(), Entry.BEGINNING, 1);
    final FirstByteClassifier challenger = new FirstByteClassifier();
    challenger.close();
    final ScriptedModels models = ScriptedModels.of(EVER, OLD, shadow).open(OLD, oldModel).open(shadow, challenger);
    final RecordClassifier classifier =
        task(classification(UncertainPolicy.WAIT, SHORT, ModelSlot.of("slot", models)).withShadow(shadowOutput(JsonShadowEncoder::new)));

    // When
    final Result result = classify(classifier, "text", null, NOW);

    // Then
    assertThat(version(result)).isEqualTo("old");
    assertThat(models.holds()).as("of the version that labels").isEqualTo(1);
    assertThat(stats.shadows()).containsEntry("slot", new ShadowCounts(0, 0, 0, 1));
  }

  @Test
  void shouldNotScoreWithShadowsWhereTheirDisagreementsGoNowhere() {
    // Given
    final Entry shadow = Entries.of("new", new Traffic.Shadow(), Entry.BEGINNING, 1);
    final ScriptedModels models = ScriptedModels.of(EVER, OLD, shadow).open(OLD, oldModel).open(shadow, newModel);

    // When
    classify(classifier(models), "text", null, NOW);

    // Then
    assertThat(newModel.texts()).isZero();
    assertThat(models.holds()).isEqualTo(1);
  }

  @Test
  void shouldFillASlotOnlyUnderItsCondition() throws IOException {
    // Given
    final ModelSlot first = ModelSlot.of("first", twoVersions(EVER));
    final ModelSlot either = ModelSlot.of("either", ScriptedModels.of(oldModel)).when(SlotCondition.parse("first=other|new label"));
    final ModelSlot third = ModelSlot.of("third", ScriptedModels.of(oldModel)).when(SlotCondition.parse("either=old label"));
    final RecordClassifier classifier = task(classification(UncertainPolicy.WAIT, SHORT, first, either, third));

    // When
    final List<String> before = names(classify(classifier, "text", null, SWITCH - 1));
    final List<String> after = names(classify(classifier, "text", null, SWITCH));
    final List<String> empty = names(classify(classifier, "", null, SWITCH));

    // Then
    assertThat(before).containsExactly("first");
    assertThat(after).containsExactly("first", "either", "third");
    assertThat(empty).as("no label, so none that fits").containsExactly("first");
  }

  @Test
  void shouldClassifyOnceForSlotsWithTheSameModelTopAndThreshold() throws IOException {
    // Given
    final ScriptedModels models = twoVersions(EVER);
    final RecordClassifier classifier = task(classification(UncertainPolicy.WAIT, SHORT,
        ModelSlot.of("one", models), ModelSlot.of("same", twoVersions(EVER)), ModelSlot.of("wider", models).withTop(2), ModelSlot.of("other", ScriptedModels.of(newModel))));

    // When
    final List<JsonNode> slots = slots(classify(classifier, "text", null, SWITCH - 1));

    // Then
    assertThat(oldModel.texts()).isEqualTo(2);
    assertThat(slots).hasSize(4);
    assertThat(slots.get(1).get("labels")).isEqualTo(slots.get(0).get("labels"));
    assertThat(slots.get(3).at("/labels/0/name").asText()).isEqualTo("new label");
    assertThat(stats.labelled()).containsEntry(new SlotVersion("one", OLD.id()), 1L).containsEntry(new SlotVersion("same", OLD.id()), 1L);
  }

  /** Slots and a shadow that share the text; one slot's model is another for every other record. */
  @Test
  void shouldGiveEachModelsOwnScoresWhileSlotsShareTextsAndOneSwaps(@TempDir final Path folder) throws Exception {
    // Given
    final Entry shadow = Entries.of("shadow", new Traffic.Shadow(), SWITCH, 2);
    final List<String> texts =
        List.of("alpha beta", "gamma of unknown words beyond sixteen-bytes-each", "", "alpha ".repeat(2_000) + "unknown", "beta\u0000gamma");
    try (TextClassifier before = fastText(folder, 1); TextClassifier after = fastText(folder, 2); TextClassifier lasting = fastText(folder, 3)) {
      final ScriptedModels swapping = ScriptedModels.of(EVER, OLD, NEW, shadow).open(OLD, before).open(NEW, after).open(shadow, lasting);
      final RecordClassifier classifier = task(classification(UncertainPolicy.WAIT, SHORT,
          ModelSlot.of("swapping", swapping), ModelSlot.of("lasting", ScriptedModels.of(lasting))).withShadow(new ShadowOutput(JsonShadowEncoder::new, 1 << 20, LONG)));
      int disagreed = 0;
      for (final String text : texts) {
        for (final long timestamp : new long[] {SWITCH - 1, SWITCH}) {
          // When
          final Result result = classify(classifier, text, null, timestamp);
          // Then
          final List<JsonNode> slots = slots(result);
          assertThat(best(slots.get(0))).isEqualTo(best(timestamp < SWITCH ? before : after, text));
          assertThat(best(slots.get(1))).isEqualTo(best(lasting, text));
          for (final RecordClassifier.Disagreement disagreement : result.disagreements()) {
            assertThat(best(JSON.readTree(disagreement.value()).get("shadow"))).isEqualTo(best(lasting, text));
            disagreed++;
          }
        }
      }
      assertThat(disagreed).isPositive();
      assertThat(stats.shadows().get("swapping").agreed() + disagreed).isEqualTo(texts.size());
    }
  }

  @Test
  void shouldLookBehindAnEndTokenInATextUnlessToldNotTo(@TempDir final Path folder) throws Exception {
    // Given
    final String hiding = "alpha </s> beta gamma beta";
    try (TextClassifier classifier = fastText(folder, 1)) {
      final Classification classification = classification(UncertainPolicy.WAIT, SHORT, ModelSlot.of("slot", ScriptedModels.of(classifier)));
      final RecordClassifier open = task(classification);
      final RecordClassifier asTheReference = task(classification.withTexts(TextRules.defaults().withEndToken(EndToken.ENDS_TEXT)));

      // When
      final String seen = best(slots(classify(open, hiding, null, NOW)).getFirst());
      final String hidden = best(slots(classify(asTheReference, hiding, null, NOW)).getFirst());

      // Then
      assertThat(hidden).isEqualTo(best(classifier, hiding)).isEqualTo(best(classifier, "alpha"));
      assertThat(seen).isNotEqualTo(hidden);
      assertThat(best(slots(classify(open, "alpha beta", null, NOW)).getFirst())).isEqualTo(best(classifier, "alpha beta"));
    }
  }

  private static TextClassifier fastText(final Path folder, final long seed) throws Exception {
    return ModelLoader.open(new FastTextModelFile(seed).wordNgrams(2).buckets(100).subwords(2, 3).write(folder));
  }

  private static String best(final JsonNode slot) {
    final JsonNode label = slot.at("/labels/0");
    return "__label__" + label.get("name").asText() + " " + (float) label.get("score").asDouble();
  }

  private static String best(final TextClassifier classifier, final String text) {
    final Predictions predictions = new Predictions(1, 0f);
    classifier.newSession().classify(bytes(text), 0, bytes(text).length, predictions);
    return classifier.labels().text(predictions.label(0)) + " " + predictions.score(0);
  }

  private ScriptedModels twoVersions(final long confirmedUntil) {
    return ScriptedModels.of(confirmedUntil, OLD, NEW).open(OLD, oldModel).open(NEW, newModel);
  }

  private RecordClassifier shadowed(final TextClassifier challenger, final Supplier<ShadowEncoder> encoder) {
    final Entry shadow = Entries.of("new", new Traffic.Shadow(), Entry.BEGINNING, 1);
    final ScriptedModels models = ScriptedModels.of(EVER, OLD, shadow).open(OLD, oldModel).open(shadow, challenger);
    return task(
        classification(UncertainPolicy.WAIT, SHORT, ModelSlot.of("slot", models)).withShadow(shadowOutput(encoder)));
  }

  private static ShadowOutput shadowOutput(final Supplier<ShadowEncoder> encoder) {
    return new ShadowOutput(encoder, 1 << 20, Duration.ofSeconds(1));
  }

  private RecordClassifier classifier(final ScriptedModels models) {
    return classifier(models, UncertainPolicy.WAIT, SHORT);
  }

  private RecordClassifier classifier(final ScriptedModels models, final UncertainPolicy policy, final Duration patience) {
    return task(classification(policy, patience, ModelSlot.of("slot", models)));
  }

  private Classification classification(final UncertainPolicy policy, final Duration patience, final ModelSlot... slots) {
    final RolloutRules rules = new RolloutRules(policy, Lead.of(LEAD), patience, CLOCK);
    return Classification.of(Stream.of(slots).map(slot -> slot.withRules(rules)).toList(), PlainTextDecoder::new, JsonLabelEncoder::new).withStats(stats);
  }

  private static RecordClassifier task(final Classification classification) {
    return new RecordClassifier(classification, Patience.of(classification));
  }

  /** The outcome of a record. */
  private record Result(byte[] labels, List<RecordClassifier.Disagreement> disagreements) {}

  private static Result classify(
      final RecordClassifier classifier, final String text, final @Nullable Object key, final long timestamp) {
    final byte[] labels = classifier.classify(bytes(text), new RecordHeaders(), key, new Origin("texts", 0, 42, timestamp));
    return new Result(labels, classifier.disagreements());
  }

  private static List<String> versions(final RecordClassifier classifier, final long... timestamps) {
    final List<String> versions = new ArrayList<>();
    for (final long timestamp : timestamps) {
      versions.add(version(classify(classifier, "text", null, timestamp)));
    }
    return versions;
  }

  private static String version(final Result result) {
    try {
      return slots(result).getFirst().at("/model/version").asText();
    } catch (final IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> names(final Result result) throws IOException {
    return slots(result).stream().map(slot -> slot.get("slot").asText()).toList();
  }

  private static List<JsonNode> slots(final Result result) throws IOException {
    final List<JsonNode> slots = new ArrayList<>();
    JSON.readTree(result.labels()).get("slots").forEach(slots::add);
    return slots;
  }

  private static void awaitWaiting(final ScriptedModels models) {
    Deadline.within(LONG, "somebody waits for another plan", models::changesAwaited, count -> count > 0);
  }

  private static void awaitNoHold(final ScriptedModels models) {
    Deadline.within(LONG, "the version before is released", models::holds, count -> count == 0);
  }

  private static byte[] bytes(final String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
