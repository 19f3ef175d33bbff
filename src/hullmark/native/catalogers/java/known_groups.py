"""Groups of artifacts whose archives do not name theirs: facts of Maven Central.

Most were built by Ant or Gradle, which write no ``pom.properties``.
"""

_SAME = """
ant antlr aopalliance asm avalon-framework axis batik bsf bsh c3p0 cglib classworlds
commons-attributes commons-beanutils commons-betwixt commons-chain commons-cli commons-codec
commons-collections commons-configuration commons-daemon commons-dbcp commons-dbutils
commons-digester commons-discovery commons-el commons-email commons-fileupload commons-httpclient
commons-io commons-jelly commons-jexl commons-jxpath commons-lang commons-launcher commons-logging
commons-math commons-modeler commons-net commons-pool commons-primitives commons-transaction
commons-validator dom4j easymock exml groovy hsqldb jakarta-regexp javassist jaxen jdom jetty
jline joda-time jsch jtidy junit junitperf log4j logkit mockito msv mysql ognl oro pull-parser
qdox quartz regexp rhino saxpath servletapi soap stax struts swarmcache velocity werkz wsdl4j
xalan xercesImpl xml-apis xmlbeans xmlpull xmlrpc xmlunit xom xpp3 xstream
"""
_BY_NAME = {
    "ant": "org.apache.ant",
    "ant-launcher": "org.apache.ant",
    "ant-junit": "org.apache.ant",
    "axis": "org.apache.axis",
    "bcmail": "org.bouncycastle",
    "bcpg": "org.bouncycastle",
    "bcpkix": "org.bouncycastle",
    "bcprov": "org.bouncycastle",
    "bcutil": "org.bouncycastle",
    "bcpkix-jdk15on": "org.bouncycastle",
    "bcprov-jdk15on": "org.bouncycastle",
    "bcprov-jdk18on": "org.bouncycastle",
    "bsh": "org.beanshell",
    "commons-compress": "org.apache.commons",
    "commons-csv": "org.apache.commons",
    "commons-exec": "org.apache.commons",
    "commons-imaging": "org.apache.commons",
    "commons-lang3": "org.apache.commons",
    "commons-math3": "org.apache.commons",
    "commons-pool2": "org.apache.commons",
    "commons-dbcp2": "org.apache.commons",
    "commons-collections3": "commons-collections",
    "commons-collections4": "org.apache.commons",
    "commons-configuration2": "org.apache.commons",
    "commons-text": "org.apache.commons",
    "easymock": "org.easymock",
    "fastjson": "com.alibaba",
    "groovy": "org.codehaus.groovy",
    "groovy-all": "org.codehaus.groovy",
    "gson": "com.google.code.gson",
    "guava": "com.google.guava",
    "h2": "com.h2database",
    "hamcrest-core": "org.hamcrest",
    "javassist": "org.javassist",
    "jdom2": "org.jdom",
    "jsch": "com.jcraft",
    "json": "org.json",
    "json-smart": "net.minidev",
    "jtidy": "net.sf.jtidy",
    "kotlin-stdlib": "org.jetbrains.kotlin",
    "mariadb-java-client": "org.mariadb.jdbc",
    "mysql-connector-java": "mysql",
    "mysql-connector-j": "com.mysql",
    "ojdbc8": "com.oracle.database.jdbc",
    "okhttp": "com.squareup.okhttp3",
    "okio": "com.squareup.okio",
    "postgresql": "org.postgresql",
    "protobuf-java": "com.google.protobuf",
    "quartz": "org.quartz-scheduler",
    "reactor-core": "io.projectreactor",
    "rxjava": "io.reactivex",
    "serializer": "xalan",
    "servlet-api": "javax.servlet",
    "slf4j-api": "org.slf4j",
    "snakeyaml": "org.yaml",
    "sqlite-jdbc": "org.xerial",
    "stax-api": "stax",
    "testng": "org.testng",
    "xercesImpl": "xerces",
    "xml-apis": "xml-apis",
    "xmlbeans": "org.apache.xmlbeans",
    "xstream": "com.thoughtworks.xstream",
}
_BY_PREFIX = (
    ("spring-boot", "org.springframework.boot"),
    ("spring-cloud-", "org.springframework.cloud"),
    ("spring-data-", "org.springframework.data"),
    ("spring-security-", "org.springframework.security"),
    ("spring-integration-", "org.springframework.integration"),
    ("spring-batch-", "org.springframework.batch"),
    ("spring-session-", "org.springframework.session"),
    ("spring-kafka", "org.springframework.kafka"),
    ("spring-rabbit", "org.springframework.amqp"),
    ("spring-amqp", "org.springframework.amqp"),
    ("spring-retry", "org.springframework.retry"),
    ("spring-ldap-", "org.springframework.ldap"),
    ("spring-ws-", "org.springframework.ws"),
    ("spring-webflow", "org.springframework.webflow"),
    ("spring-hateoas", "org.springframework.hateoas"),
    ("spring-plugin-", "org.springframework.plugin"),
    ("spring-", "org.springframework"),
    ("tomcat-embed-", "org.apache.tomcat.embed"),
    ("tomcat-", "org.apache.tomcat"),
    ("log4j-", "org.apache.logging.log4j"),
    ("netty-", "io.netty"),
    ("jackson-dataformat-", "com.fasterxml.jackson.dataformat"),
    ("jackson-datatype-", "com.fasterxml.jackson.datatype"),
    ("jackson-module-", "com.fasterxml.jackson.module"),
    ("jackson-", "com.fasterxml.jackson.core"),
    ("lucene-", "org.apache.lucene"),
    ("poi-", "org.apache.poi"),
    ("logback-", "ch.qos.logback"),
    ("kafka-clients", "org.apache.kafka"),
    ("grpc-", "io.grpc"),
    ("elasticsearch-", "org.elasticsearch"),
    ("mockito-", "org.mockito"),
    ("kotlinx-", "org.jetbrains.kotlinx"),
    ("kotlin-", "org.jetbrains.kotlin"),
    ("byte-buddy", "net.bytebuddy"),
    ("hibernate-validator", "org.hibernate.validator"),
    ("hibernate-", "org.hibernate"),
    ("reactor-netty", "io.projectreactor.netty"),
    ("micrometer-", "io.micrometer"),
    ("junit-jupiter", "org.junit.jupiter"),
    ("junit-platform-", "org.junit.platform"),
    ("junit-vintage-", "org.junit.vintage"),
)
_GROUPS = dict.fromkeys(_SAME.split()) | _BY_NAME


def known_group(artifact: str) -> str:
    """Return the group of a well-known artifact, or an empty string."""
    if artifact in _GROUPS:
        return _GROUPS[artifact] or artifact
    for prefix, group in _BY_PREFIX:
        if artifact.startswith(prefix):
            return group
    return ""
