package io.labelstream.rollout.kafka;

import io.labelstream.rollout.RolloutControl;
import io.labelstream.rollout.StatusSink;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.RejectionCode;
import io.labelstream.rollout.control.Verdict;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what a control reader tells, in its order. */
final class Witness implements RolloutControl, StatusSink {
  /** One thing told. */
  sealed interface Event {
    record Accepted(Entry entry) implements Event {}

    record Judged(Verdict verdict) implements Event {}

    record Confirmed(long until) implements Event {}

    record Refused(ControlReport report) implements Event {}

    record TopicFit() implements Event {}
  }

  private final List<Event> events = new CopyOnWriteArrayList<>();

  @Override
  public void accept(final Collection<Entry> entries, final Collection<Verdict> verdicts) {
    entries.forEach(entry -> events.add(new Event.Accepted(entry)));
    verdicts.forEach(verdict -> events.add(new Event.Judged(verdict)));
  }

  @Override
  public void confirm(final long confirmedUntil) {
    events.add(new Event.Confirmed(confirmedUntil));
  }

  @Override
  public void model(final ModelReport report) {
    throw new AssertionError("a control reader knows no models");
  }

  @Override
  public void control(final ControlReport report) {
    events.add(new Event.Refused(report));
  }

  @Override
  public void controlTopicFit() {
    events.add(new Event.TopicFit());
  }

  List<Event> events() {
    return List.copyOf(events);
  }

  List<Entry> accepted() {
    return events().stream().filter(Event.Accepted.class::isInstance).map(event -> ((Event.Accepted) event).entry()).toList();
  }

  List<Verdict> judged() {
    return events().stream().filter(Event.Judged.class::isInstance).map(event -> ((Event.Judged) event).verdict()).toList();
  }

  List<Long> sequences() {
    return accepted().stream().map(entry -> entry.announcement().sequence()).toList();
  }

  List<RejectionCode> codes() {
    return events().stream().filter(Event.Refused.class::isInstance).map(event -> ((Event.Refused) event).report().rejection().code()).toList();
  }

  List<Long> confirmations() {
    return events().stream().filter(Event.Confirmed.class::isInstance).map(event -> ((Event.Confirmed) event).until()).toList();
  }
}
