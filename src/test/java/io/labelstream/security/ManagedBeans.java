package io.labelstream.security;

import com.sun.tools.attach.VirtualMachine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.management.Attribute;
import javax.management.MBeanFeatureInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** All that a process shows by JMX: the names of its beans, what they say of themselves, and their attributes. */
final class ManagedBeans {
  private ManagedBeans() {}

  static List<String> of(final long process) throws Exception {
    final VirtualMachine machine = VirtualMachine.attach(Long.toString(process));
    final String address = machine.startLocalManagementAgent();
    machine.detach();
    final List<String> shown = new ArrayList<>();
    try (JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(address))) {
      final MBeanServerConnection beans = connector.getMBeanServerConnection();
      for (final ObjectName name : beans.queryNames(null, null)) {
        final MBeanInfo bean = beans.getMBeanInfo(name);
        shown.add(name + " " + bean);
        final String[] attributes = Stream.of(bean.getAttributes()).map(MBeanFeatureInfo::getName).toArray(String[]::new);
        for (final Attribute attribute : beans.getAttributes(name, attributes).asList()) {
          shown.add(name + " " + attribute.getName() + "=" + Arrays.deepToString(new Object[] {attribute.getValue()}));
        }
      }
    }
    return shown;
  }
}
