package policy

import "testing"

func TestASVS2_4_1_FormsAskForWorkUnderLoadAndNobodyElseIsKeptWaiting(t *testing.T) {
	f := Default().Forms
	same(t, "proof_of_work", f.ProofOfWork, ProofUnderLoad)
	same(t, "one_address", f.OneAddress, Rate{30, 30})
	if f.Load.AtOnce >= f.InAll.AtOnce {
		t.Errorf("everybody is refused after %d forms, before work is asked for, after %d", f.InAll.AtOnce, f.Load.AtOnce)
	}
}

func TestFormsAreSetOneByOne(t *testing.T) {
	p, err := Parse([]byte("forms:\n  one_address: {at_once: 5}\n  proof_of_work: Always\n"))
	if err != nil {
		t.Fatal(err)
	}
	same(t, "one_address", p.Forms.OneAddress, Rate{5, Default().Forms.OneAddress.PerHour})
	same(t, "proof_of_work", p.Forms.ProofOfWork, ProofAlways)
	same(t, "in_all", p.Forms.InAll, Default().Forms.InAll)
}
