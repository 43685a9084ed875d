# Throw-away Elasticsearch for the tests: the real server as Elastic publishes it for integration tests, run on 127.0.0.1 as a user other than
# root in a temporary folder. Sourced by scripts/test.sh, after scripts/services.sh; sets FACETOME_TEST_ELASTICSEARCH (one node) and
# FACETOME_TEST_ELASTICSEARCH_CLUSTER (three nodes, parted by commas).

elastic_version=8.19.0
# As published beside the file.
elastic_sha512=bd600df798d23d2683c999e19299164a2b3af265bc09b43fb86e1f5fbc0ccb14e8b2ac12b36631d835bcabc0eda2a050e06696e9f9ac283a309be6a6612a8017
elastic_plugin_source=$(cd "$(dirname "${BASH_SOURCE[0]}")/elastic" && pwd)
elastic_dir= # of all servers of this shell: home, and a folder a cluster with one a node
declare -A elastic_launchers=() # process of each CLUSTER/nNODE
# Starts in half the time that a server for production takes, with less memory; searches for hours are none of its business.
elastic_java_options=${FACETOME_TEST_ELASTICSEARCH_JAVA_OPTS:--Xms512m -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1}

# elastic_home prints where the server is kept: the plugin of the tests is in it, so another plugin is another folder.
elastic_home() {
	printf '%s/.tools/elasticsearch-%s-%s' "$(dirname "$(dirname "$elastic_plugin_source")")" "$elastic_version" \
		"$(cat "$elastic_plugin_source"/* | cksum | cut -d ' ' -f 1)"
}

# fetch_elastic fetches the server with Maven, checks it, and compiles the plugin into it; once.
fetch_elastic() {
	local home fetched jdk
	home=$(elastic_home)
	[ ! -d "$home" ] || return 0
	jdk=$(find_jdk)
	if [ -z "$jdk" ] || ! command -v mvn >/dev/null; then
		say "==> Missing: Maven and a JDK 17 or later, which fetch and run Elasticsearch."
		return 1
	fi
	say "==> Fetching Elasticsearch $elastic_version with Maven"
	mkdir -p "$(dirname "$home")"
	fetched=$(mktemp -d "$home.XXXXXX") # beside it: moved in one step, so that nobody sees half of it
	(
		set -e
		cd "$fetched"
		mvn -B -q -C -Dstyle.color=never org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy -DoutputDirectory="$fetched" \
			-Dartifact="org.elasticsearch.distribution.integ-test-zip:elasticsearch:$elastic_version:zip"
		printf '%s  %s\n' "$elastic_sha512" "elasticsearch-$elastic_version.zip" | sha512sum -c --quiet
		"$jdk/bin/jar" xf "elasticsearch-$elastic_version.zip"
		cd "elasticsearch-$elastic_version"
		chmod 755 bin/*
		mkdir plugins/english-analysis
		"$jdk/bin/javac" --release 17 -nowarn -cp "lib/*" -d "$fetched/classes" "$elastic_plugin_source/EnglishAnalysis.java"
		"$jdk/bin/jar" cf plugins/english-analysis/english-analysis.jar -C "$fetched/classes" .
		cp "$elastic_plugin_source/plugin-descriptor.properties" plugins/english-analysis
		chmod -R a+rX .
		mv -T "$PWD" "$home" 2>/dev/null || [ -d "$home" ] # or another process was faster
	) >&2
	local failed=$?
	rm -rf "$fetched"
	return $failed
}

# start_nodes CLUSTER COUNT starts a cluster and leaves it to wait_for_nodes to see it come up. The servers choose their ports themselves.
start_nodes() {
	local cluster=$1 count=$2 node names=n1
	if [ -z "$elastic_dir" ]; then
		elastic_dir=$(mktemp -d "${TMPDIR:-/tmp}/facetome-elastic.XXXXXX")
		chmod 755 "$elastic_dir"
		cp -R "$(elastic_home)" "$elastic_dir/home" # its own: the user who runs it may not be able to read ours
	fi
	for ((node = 2; node <= count; node++)); do names+=,n$node; done
	for ((node = 1; node <= count; node++)); do
		local dir=$elastic_dir/$cluster/n$node
		mkdir -p "$dir/data" "$dir/logs" "$dir/tmp"
		cp -R "$elastic_dir/home/config" "$dir/config"
		sed -i -E '/(Xlog|HeapDump|ErrorFile|UseG1GC)/d' "$dir/config/jvm.options" # they write into the server's own folder
		# With this collector garbage lies long in so small a heap, and would count as memory in use: searches would be refused.
		cat >"$dir/config/elasticsearch.yml" <<-END
			cluster.name: $cluster
			node.name: n$node
			network.host: 127.0.0.1
			node.portsfile: true
			path.data: $dir/data
			path.logs: $dir/logs
			xpack.security.enabled: false
			action.auto_create_index: false
			cluster.routing.allocation.disk.threshold_enabled: false
			indices.breaker.total.use_real_memory: false
			${FACETOME_TEST_ELASTICSEARCH_SETTINGS:-}
		END
		if [ "$count" = 1 ]; then
			echo "discovery.type: single-node" >>"$dir/config/elasticsearch.yml"
		else
			printf '%s\n' "cluster.initial_master_nodes: [$names]" "discovery.seed_providers: file" >>"$dir/config/elasticsearch.yml"
		fi
		: >"$dir/config/unicast_hosts.txt"
		start_node "$cluster" "$node"
	done
}

# start_node CLUSTER NODE starts one node, also again after it was ended; then on the port that it had.
start_node() {
	local dir=$elastic_dir/$1/n$2 kind port
	for kind in http transport; do
		# Below the ports that systems hand out to clients, and from anywhere there: else the next server that starts takes the port of one that is down.
		port=$((20000 + RANDOM % 11900))
		port=$port-$((port + 99))
		[ ! -f "$dir/$kind.port" ] || port=$(cat "$dir/$kind.port")
		sed -i "/^$kind.port:/d" "$dir/config/elasticsearch.yml"
		echo "$kind.port: $port" >>"$dir/config/elasticsearch.yml"
	done
	rm -f "$dir/logs/http.ports" "$dir/logs/transport.ports" "$dir/pid"
	[ "$(id -u)" != 0 ] || chown -R "$(as_owner id -un)" "$dir"
	(
		cd "$dir"
		ES_JAVA_HOME=$(find_jdk)
		export ES_JAVA_HOME ES_PATH_CONF=$dir/config ES_TMPDIR=$dir/tmp
		export ES_JAVA_OPTS=$elastic_java_options
		as_owner "$elastic_dir/home/bin/elasticsearch" --pidfile "$dir/pid" </dev/null >>"$dir/out" 2>&1
	) &
	elastic_launchers["$1/n$2"]=$!
}

# wait_for_node CLUSTER NODE prints the node's address as soon as it has one; it fails where the server ends.
wait_for_node() {
	local dir=$elastic_dir/$1/n$2 kind
	for kind in http transport; do
		until [ -s "$dir/logs/$kind.ports" ]; do
			if ! kill -0 "${elastic_launchers["$1/n$2"]}" 2>/dev/null; then
				tail -n 40 "$dir/out" >&2
				say "==> Elasticsearch could not be started."
				return 1
			fi
			sleep 0.1
		done
		head -n 1 "$dir/logs/$kind.ports" | sed 's/.*://' >"$dir/$kind.port"
	done
	printf 'http://127.0.0.1:%s' "$(cat "$dir/http.port")"
}

# wait_for_nodes CLUSTER COUNT prints the addresses, parted by commas, when the nodes have found one another.
wait_for_nodes() {
	local cluster=$1 count=$2 node addresses=() seeds=
	for ((node = 1; node <= count; node++)); do
		addresses+=("$(wait_for_node "$cluster" "$node")") || return 1
		seeds+="127.0.0.1:$(cat "$elastic_dir/$cluster/n$node/transport.port")"$'\n'
	done
	for ((node = 1; node <= count && count > 1; node++)); do
		printf '%s' "$seeds" >"$elastic_dir/$cluster/n$node/config/unicast_hosts.txt" # read again whenever it changes
	done
	until curl -fsS -m 30 -o /dev/null "${addresses[0]}/_cluster/health?wait_for_nodes=$count&wait_for_status=yellow&timeout=20s" 2>/dev/null; do
		kill -0 "${elastic_launchers["$cluster/n1"]}" 2>/dev/null || return 1
		sleep 0.2
	done
	local IFS=,
	printf '%s' "${addresses[*]}"
}

# kill_node CLUSTER NODE ends a node at once, without its having a say.
kill_node() {
	local dir=$elastic_dir/$1/n$2 launcher=${elastic_launchers["$1/n$2"]}
	until [ -s "$dir/pid" ]; do # the program that starts the server does not take it along
		kill -0 "$launcher" 2>/dev/null || return 0
		sleep 0.1
	done
	kill -KILL "$(cat "$dir/pid")" 2>/dev/null || true
	wait "$launcher" 2>/dev/null || true
}

# control_node CLUSTER NODE kills a node, starts it again and waits until it answers, or freezes and thaws it.
control_node() {
	local dir=$elastic_dir/$1/n$2
	case $3 in
	kill) kill_node "$1" "$2" ;;
	start) start_node "$1" "$2" && wait_for_node "$1" "$2" >/dev/null ;;
	freeze) kill -STOP "$(cat "$dir/pid")" ;;
	thaw) kill -CONT "$(cat "$dir/pid")" ;;
	esac
}

start_elastic() {
	fetch_elastic || return 0 # the tests say what they lack
	start_nodes one 1
	start_nodes three 3
	FACETOME_TEST_ELASTICSEARCH=$(wait_for_nodes one 1) || return 0
	FACETOME_TEST_ELASTICSEARCH_CLUSTER=$(wait_for_nodes three 3) || return 0
	export FACETOME_TEST_ELASTICSEARCH FACETOME_TEST_ELASTICSEARCH_CLUSTER
	say "==> Elasticsearch listens on $FACETOME_TEST_ELASTICSEARCH, a cluster on $FACETOME_TEST_ELASTICSEARCH_CLUSTER"
}

stop_elastic() {
	local node
	for node in "${!elastic_launchers[@]}"; do kill_node "${node%/n*}" "${node#*/n}"; done
	elastic_launchers=()
	[ -z "$elastic_dir" ] || rm -rf "$elastic_dir"
	elastic_dir=
}
