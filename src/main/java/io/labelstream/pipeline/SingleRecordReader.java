package io.labelstream.pipeline;

import io.labelstream.topology.internal.UnreadableRecord;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a limited number of records, one at a time, so that one that the heap cannot hold is told from those before it. Used by one thread, once.
 *
 * <p>A record is to blame if it cannot be had while there is room in the heap. It is replaced by an {@link UnreadableRecord}, and so are those that follow it
 * in a compressed batch, as long as nothing behind it can be had.
 */
final class SingleRecordReader implements AutoCloseable {
  private static final int MOST_RECORDS = 1_000;
  private static final long MOST_BYTES = 4L << 20;
  private static final int FETCH_BYTES = 1 << 20;
  private static final Duration WAIT = Duration.ofSeconds(1);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final int room;
  private final String servers;
  private final String group;
  private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
  private final Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();
  private int count;
  private long bytes;

  /**
   * A reader.
   *
   * @param config the settings of a consumer, of whose group this is no member
   * @param room how much of the heap has to be free, in bytes, for a record to be to blame
   */
  SingleRecordReader(final Map<String, Object> config, final int room) {
    final Map<String, Object> single = new HashMap<>(config);
    single.keySet().removeAll(List.of(CommonClientConfigs.GROUP_ID_CONFIG, CommonClientConfigs.GROUP_INSTANCE_ID_CONFIG,
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG));
    single.put(CommonClientConfigs.CLIENT_ID_CONFIG, config.getOrDefault(CommonClientConfigs.CLIENT_ID_CONFIG, "") + "-careful");
    single.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
    single.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
    single.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
    this.consumer = new KafkaConsumer<>(single, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.room = room;
    this.servers = servers(config.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
    this.group = String.valueOf(config.get(CommonClientConfigs.GROUP_ID_CONFIG));
  }

  private static String servers(final @Nullable Object configured) {
    return configured instanceof final List<?> list ? list.stream().map(String::valueOf).collect(Collectors.joining(",")) : String.valueOf(configured);
  }

  /**
   * Reads a partition as far as the limits allow.
   *
   * @param from the offset of the first record
   * @throws HeapExhaustedException if there is no room, whatever the record; its message says how to skip the record
   */
  void read(final TopicPartition partition, final long from) {
    consumer.assign(List.of(partition));
    consumer.seek(partition, from);
    final long end = consumer.endOffsets(List.of(partition)).get(partition);
    long position = from;
    boolean goesOn = true;
    while (goesOn && position < end && count < MOST_RECORDS && bytes < MOST_BYTES) {
      try {
        final ConsumerRecords<byte[], byte[]> polled = consumer.poll(WAIT);
        polled.forEach(record -> add(partition, record));
        goesOn = !polled.isEmpty() || consumer.position(partition) > position;
        position = consumer.position(partition);
      } catch (final OutOfMemoryError exhausted) {
        final long offset = consumer.position(partition);
        requireRoom(partition, offset);
        add(partition, UnreadableRecord.at(partition, offset));
        position = offset + 1;
        consumer.seek(partition, position);
      }
    }
    ends.put(partition, new OffsetAndMetadata(position));
  }

  private void add(final TopicPartition partition, final ConsumerRecord<byte[], byte[]> record) {
    records.computeIfAbsent(partition, _ -> new ArrayList<>()).add(record);
    count++;
    bytes += Math.max(0, record.serializedKeySize()) + (long) Math.max(0, record.serializedValueSize());
  }

  /** All that was read, and where it ends. */
  ConsumerRecords<byte[], byte[]> records() {
    return new ConsumerRecords<>(records, ends);
  }

  @Override
  public void close() {
    consumer.close();
  }

  private void requireRoom(final TopicPartition partition, final long offset) {
    try {
      final byte[] rest = new byte[room];
      Reference.reachabilityFence(rest);
    } catch (final OutOfMemoryError full) {
      throw new HeapExhaustedException("it has no room for partition " + partition + " at offset " + offset
          + ", nor for the largest text; to skip that record, stop all instances and run kafka-consumer-groups.sh --bootstrap-server " + servers
          + " --group " + group + " --reset-offsets --topic " + partition.topic() + ":" + partition.partition() + " --to-offset " + (offset + 1)
          + " --execute");
    }
  }
}
