# Fieldgate's image. "docker compose up --build" makes it; by hand: docker build -t fieldgate .

FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY .mvn .mvn
COPY pom.xml ./
COPY schemas schemas
COPY src src
# Tests and format are "mvn verify"'s business. The cache keeps what Maven has downloaded from build to build.
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -ntp -Dmaven.test.skip -Dspotless.check.skip package
# In layers, so that an upgrade of Fieldgate sends its own classes only, and not 100 MB of libraries with them.
RUN java -Djarmode=tools -jar target/fieldgate.jar extract --layers --destination layers

FROM eclipse-temurin:17-jre-noble
RUN groupadd --gid 10001 fieldgate \
    && useradd --uid 10001 --gid fieldgate --no-create-home --home-dir /app --shell /usr/sbin/nologin fieldgate
WORKDIR /app
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./
# The defaults; docker-compose.yml mounts the project's own over them.
COPY config config
COPY routes routes
# An archive of the loaded classes takes seconds off every start. Made by a start that ends before it would connect.
RUN java -XX:ArchiveClassesAtExit=fieldgate.jsa -Dspring.context.exit=onRefresh -jar fieldgate.jar run

# Dropped files, and how far they are read. A volume made here belongs to the user too.
RUN mkdir -p data && chown fieldgate:fieldgate data

USER fieldgate
# HTTP, and health with metrics
EXPOSE 8080 8081
# A gateway out of memory must be started anew, not linger. Set the variable to replace these.
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=75 -XX:+ExitOnOutOfMemoryError"
HEALTHCHECK --interval=10s --timeout=5s --retries=3 --start-period=60s \
    CMD ["curl", "-fsS", "http://localhost:8081/actuator/health/readiness"]
# No shell in between: Java gets the SIGTERM and drains.
ENTRYPOINT ["java", "-XX:SharedArchiveFile=fieldgate.jsa", "-cp", "fieldgate.jar:lake/*", "io.fieldgate.Fieldgate"]
CMD ["run"]
