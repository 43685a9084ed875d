package models

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// Key is a publication's identity: "pmid:123", else "doi:10.1/x" in lower case, else "title:" and the folded title; empty where the
// publication has none of them.
func (p *PublicationBody) Key() string {
	if ids := p.ids(); len(ids) > 0 {
		return ids[0]
	}
	if title := Fold(p.Title); title != "" {
		return cut("title:"+title, maxLabel)
	}
	return ""
}

// ids are the identities that tell a paper from all others: its PubMed id and its DOI.
func (p *PublicationBody) ids() []string {
	var ids []string
	if p.PubMedID != "" {
		ids = append(ids, cut("pmid:"+p.PubMedID, maxLabel))
	}
	if p.DOI != "" {
		ids = append(ids, cut("doi:"+strings.ToLower(p.DOI), maxLabel))
	}
	return ids
}

// paper is what was said of one publication, by the numbers of those who said it, and all its identities.
type paper struct {
	said []int
	ids  map[string]bool
}

// mergePublications unites the publications of an experiment's records, which are given in the order in which they are heard.
// Those that share a PubMed id or a DOI, directly or through others, are one paper. One that has only a title is the paper of that
// title, where there is one: different papers may have the same title ("Erratum"), so a title unites no two others. Each field is the
// first word on it. The result is in order of Key, each key once.
func mergePublications(said []PublicationBody) []PublicationBody {
	var merged []PublicationBody
	for _, p := range papers(said) {
		slices.Sort(p.said)
		var publication PublicationBody
		for _, i := range p.said {
			publication = fillPublication(publication, said[i])
		}
		merged = append(merged, publication)
	}
	slices.SortFunc(merged, byPublicationKey)
	for i := range said {
		if len(said[i].ids()) > 0 {
			continue
		}
		same := slices.IndexFunc(merged, func(p PublicationBody) bool { return Fold(p.Title) == Fold(said[i].Title) })
		if same < 0 {
			merged = append(merged, said[i])
		} else {
			merged[same] = fillPublication(merged[same], said[i])
		}
	}
	slices.SortFunc(merged, byPublicationKey)
	return slices.CompactFunc(merged, func(a, b PublicationBody) bool { return a.Key() == b.Key() }) // titles that are cut may collide
}

func byPublicationKey(a, b PublicationBody) int { return strings.Compare(a.Key(), b.Key()) }

// papers parts publications by the identities that they share; those without any are left out.
func papers(said []PublicationBody) []*paper {
	var papers []*paper
	for i := range said {
		ids := said[i].ids()
		if len(ids) == 0 {
			continue
		}
		one := &paper{said: []int{i}, ids: map[string]bool{}}
		for _, id := range ids {
			one.ids[id] = true
		}
		papers = slices.DeleteFunc(papers, func(other *paper) bool {
			shares := slices.ContainsFunc(ids, func(id string) bool { return other.ids[id] })
			if shares {
				one.said = append(one.said, other.said...)
				maps.Copy(one.ids, other.ids)
			}
			return shares
		})
		papers = append(papers, one)
	}
	return papers
}

// fillPublication adds to p what q says beyond it.
func fillPublication(p, q PublicationBody) PublicationBody {
	p.PubMedID = cmp.Or(p.PubMedID, q.PubMedID)
	p.DOI = cmp.Or(p.DOI, q.DOI)
	p.Title = cmp.Or(p.Title, q.Title)
	if len(p.Authors) == 0 {
		p.Authors = q.Authors
	}
	return p
}

// fullestPublication is what several experiments say of one paper: each field is the word of the first that says anything of it,
// ordered by fields filled, length of text and bytes of JSON.
func fullestPublication(said []PublicationBody) PublicationBody {
	bodies := ordered(said, func(p *PublicationBody) (*Source, *PublicationBody) { return nil, p })
	var fullest PublicationBody
	for _, p := range bodies {
		fullest = fillPublication(fullest, *p)
	}
	return fullest
}
