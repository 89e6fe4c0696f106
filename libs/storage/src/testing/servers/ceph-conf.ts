export interface CephPlaces {
  readonly folder: string;
  readonly monitor: number;
  readonly gateway: number;
  /** The first of `osdPorts`. */
  readonly osd: number;
}

/** How many neighbouring ports the object store may take. */
export const osdPorts = 20;
export const fsid = '4d1c0a5e-7d1f-4a8e-9a3e-0a5d6f7b8c91';

/**
 * One monitor, one object store in memory, one gateway; nobody signs in but users of S3. Found out with Ceph 16.2 and 20.2:
 * - `ms mon client mode`: the gateway's own default hangs for 300 s where nobody signs in.
 * - `paxos propose interval`: at its default of a second each pool takes one, and a gateway begins with seven.
 * - `rgw gc …`: else the bytes of deleted objects stay in memory for two hours.
 * - No `osd max object name len`: it makes keys of 900 bytes fail.
 */
export const cephConf = ({ folder, monitor, gateway, osd }: CephPlaces): string => `[global]
fsid = ${fsid}
mon host = [v2:127.0.0.1:${monitor},v1:127.0.0.1:${monitor + 1}]
auth cluster required = none
auth service required = none
auth client required = none
ms mon client mode = crc
ms bind port min = ${osd}
ms bind port max = ${osd + osdPorts - 1}
public addr = 127.0.0.1
cluster addr = 127.0.0.1
paxos propose interval = 0.05
paxos min wait = 0.01
mon tick interval = 1
mon allow pool size one = true
mon max pg per osd = 2000
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
osd objectstore = memstore
memstore device bytes = 4294967296
run dir = ${folder}
crash dir = ${folder}
keyring = ${folder}/keyring
admin socket = ${folder}/$name.asok
pid file = ${folder}/$name.pid
log file = ${folder}/$name.log
mon cluster log file = ${folder}/cluster.log
mon data = ${folder}/mon
osd data = ${folder}/osd
rgw data = ${folder}/rgw

[client.rgw]
rgw frontends = beast endpoint=127.0.0.1:${gateway}
rgw gc obj min wait = 60
rgw gc processor period = 30
`;
