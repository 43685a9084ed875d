import java.util.Map;

import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.miscellaneous.LengthFilter;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.analysis.AbstractTokenFilterFactory;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.plugins.Plugin;

/**
 * The token filters of Elasticsearch's module analysis-common that Facetome uses, under their names there and with the same Lucene classes:
 * the server that tests run is the real one without that module. Nobody needs this beside a whole server.
 */
public class EnglishAnalysis extends Plugin implements AnalysisPlugin {
    private interface Filter {
        TokenStream of(TokenStream input);
    }

    @Override
    public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
        return Map.of(
            "stemmer", (index, environment, name, settings) -> factory(name, stemmer(settings.get("language", "english"))),
            "asciifolding", (index, environment, name, settings) -> factory(name, ASCIIFoldingFilter::new),
            "length", (index, environment, name, settings) -> factory(name, length(settings)));
    }

    private static Filter stemmer(String language) {
        return switch (language) {
            case "english" -> PorterStemFilter::new;
            case "possessive_english" -> EnglishPossessiveFilter::new;
            default -> throw new IllegalArgumentException("no stemmer for " + language);
        };
    }

    private static Filter length(Settings settings) {
        int min = settings.getAsInt("min", 0), max = settings.getAsInt("max", Integer.MAX_VALUE);
        return input -> new LengthFilter(input, min, max);
    }

    private static TokenFilterFactory factory(String name, Filter filter) {
        return new AbstractTokenFilterFactory(name, Settings.EMPTY) {
            @Override
            public TokenStream create(TokenStream input) {
                return filter.of(input);
            }
        };
    }
}
