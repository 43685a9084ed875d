# Facetome in a small image: the program and the certificates of public authorities, nothing else, run by a user without rights.
#   docker build -t facetome .
FROM golang:1.26.8-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
# Static: SQLite's driver is Go, too. The commit, which facetome version names, is read from .git.
RUN CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o /out/facetome ./cmd/facetome && mkdir -m 0750 /out/data

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /out/facetome /facetome
COPY --from=build --chown=65532:65532 /out/data /data
USER 65532:65532
ENV FACETOME_ADDR=:8080 FACETOME_DATA=/data TMPDIR=/data
VOLUME /data
EXPOSE 8080
ENTRYPOINT ["/facetome"]
CMD ["serve"]
