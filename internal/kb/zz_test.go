package kb_test
import ("testing";"os";"sort";"syscall";"time";"fmt";"github.com/legible-health/legible/internal/kb";"github.com/legible-health/legible/knowledge")
func cpu() time.Duration { var r syscall.Rusage; syscall.Getrusage(0,&r); return time.Duration(r.Utime.Nano()+r.Stime.Nano()) }
func TestZZ(t *testing.T){ data,_:=os.ReadFile(folderPath+"/"+kb.CompiledName)
 m:=func(n string,k int,f func()){ var ds []time.Duration; c:=cpu(); for range k { s:=time.Now(); f(); ds=append(ds,time.Since(s)) }; c=(cpu()-c)/time.Duration(k); sort.Slice(ds,func(i,j int)bool{return ds[i]<ds[j]}); fmt.Println(n,"min",ds[0],"median",ds[k/2],"cpu",c)}
 m("decode",60,func(){kb.Decode(data)}); m("version",40,func(){kb.ContentVersion(knowledge.FS)}); m("open",30,func(){kb.Open(knowledge.FS)}); m("load",6,func(){kb.Load(knowledge.FS)}) }
