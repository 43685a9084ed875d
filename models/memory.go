package models

// maxMet bounds the codes whose owners an import remembers: more than the samples of most transactions, some 100 bytes each.
const maxMet = 100_000

// memory is what the imports of a process know of the catalogue, so that they need not ask for it again and can go on while the database
// writes. It holds of one version: where somebody else has written meanwhile, an import begins with none.
type memory struct {
	version int64
	values  *dictionary
	codes   map[string]*codeFilter     // by kind.one, or one of the names below: of the codes in its table; nil is to know of none
	met     map[string]map[string]uint // by kind.one: whom codes mean, each one only, of those that this import wrote
	forgets bool                       // the import removed values
	spares  map[string]chan []byte     // see session
}

// What codes are known of, beside experiments and samples.
const (
	publicationCodes = "publication" // keys of publications
	seriesCodes      = "series"      // that samples name themselves
)

// newMemory is that of an import which begins with the catalogue of a version. Of an empty one all is known.
func newMemory(version int64, empty bool) *memory {
	m := &memory{version: version, values: newDictionary(), codes: map[string]*codeFilter{}, met: newMet(), spares: map[string]chan []byte{}}
	if m.values.complete = empty; empty {
		m.codes[sampleKind.one] = newCodeFilter(manyCodes)
		for _, of := range []string{experimentKind.one, publicationCodes, seriesCodes} {
			m.codes[of] = newCodeFilter(someCodes)
		}
	}
	return m
}

func newMet() map[string]map[string]uint {
	return map[string]map[string]uint{experimentKind.one: {}, sampleKind.one: {}}
}

// next is the memory for the import after one that made a version.
func (m *memory) next(version int64) *memory {
	after := &memory{version: version, values: m.values.next(), codes: m.codes, met: newMet(), spares: m.spares}
	if m.forgets {
		after.values = newDictionary()
	}
	return after
}

// undone is the memory for the import after one that was taken back. What codes it met may be taken for known.
func (m *memory) undone() *memory {
	return &memory{version: m.version, values: newDictionary(), codes: m.codes, met: newMet(), spares: m.spares}
}

// means notes whom a code means.
func (m *memory) means(one, code string, id uint) {
	met := m.met[one]
	if len(met) >= maxMet {
		clear(met)
	}
	met[code] = id
}

// owners finds those of whom it knows whom they mean, and the others that may be in the table.
func (m *memory) owners(one string, codes []string) (owners map[string][]uint, open []string) {
	owners = make(map[string][]uint, len(codes))
	for _, code := range codes {
		switch id, known := m.met[one][code]; {
		case known:
			owners[code] = []uint{id}
		case m.codes[one].has(code):
			open = append(open, code)
		}
	}
	return owners, open
}

// forgetOwned forgets whom the codes of entities mean that may be written anew.
func forgetOwned[B any](m *memory, p *pool[B]) {
	for code := range p.owners {
		delete(m.met[p.kind.one], code)
	}
}
